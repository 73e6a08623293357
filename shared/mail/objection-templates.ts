import type { ObjectionStep } from '../schemas/objections.ts';
import type { MailTemplate } from './templates.ts';

const ABOUT = '异议编号：{number}，被异议对象：“{title}”。';
const ABOUT_EN = 'Reference number {number}, against “{title}”.';

const mail = (zh: [subject: string, line: string], en: [subject: string, line: string]): MailTemplate => ({
  zh: {
    subject: `【${zh[0]}】{round}`,
    lines: [zh[1], ABOUT, '链接只供提出人本人使用，请勿转发。'],
    button: '打开进度页面',
  },
  en: {
    subject: `[${en[0]}] {round}`,
    lines: [en[1], ABOUT_EN, 'The link is for who filed the objection: please do not pass it on.'],
    button: 'Open the progress page',
  },
});

/** To who filed an objection, by the last thing that was done. Why it was ruled so stands on the page, not in the letter. */
export const OBJECTION_MAILS: Partial<Record<ObjectionStep['kind'], MailTemplate>> & Record<'filed', MailTemplate> = {
  filed: mail(
    ['已收到异议', '您提出的异议已经收到，将在 {due} 前作出处理。'],
    ['Objection received', 'Your objection was received. A ruling is given by {due}.'],
  ),
  accepted: mail(
    ['异议已受理', '您提出的异议已经受理，将在 {due} 前作出处理。'],
    ['Objection taken on', 'Your objection was taken on. A ruling is given by {due}.'],
  ),
  'supplement-asked': mail(
    ['请补充材料', '办理您提出的异议需要补充材料，请于 {until} 前在进度页面提交；逾期没有补充的，按已有材料处理。'],
    [
      'More is needed',
      'More is needed for your objection: please send it on the progress page before {until}. Without it, the ruling rests on what is there.',
    ],
  ),
  declined: mail(
    ['异议不予受理', '您提出的异议不予受理，情形和理由见进度页面。'],
    ['Objection not taken on', 'Your objection was not taken on. The progress page says why.'],
  ),
  ruled: mail(
    ['异议处理结果', '您提出的异议已经作出处理决定，结果和理由见进度页面。'],
    ['Ruling on your objection', 'Your objection was ruled on. The progress page has the result and the reasons.'],
  ),
};
