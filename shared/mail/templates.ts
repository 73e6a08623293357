import type { Language } from '../http/spoken.ts';
import type { UploadRecord } from '../schemas/records.ts';

/** What a mail says. Words in braces are filled in; a line whose words are all empty is left out. */
interface MailText {
  subject: string;
  lines: string[];
  /** What the link does; null for a mail without one. */
  button: string | null;
}
/** The same in both languages, with the same words to fill in. */
export type MailTemplate = Record<Language, MailText>;

export const SLOT_MAIL: MailTemplate = {
  zh: {
    subject: '【申报邀请】{round}',
    lines: [
      '邀请“{name}”申报“{category}”。',
      '请打开下面的链接填写申报表、加入证明材料并提交，也可以上传已经打包的材料。截止时间：{deadline}。',
      '此链接也是查询办理进度的凭证，请妥善保管，不要转发。',
    ],
    button: '打开申报页面',
  },
  en: {
    subject: '[Invitation] {round}',
    lines: [
      '“{name}” is invited to apply for “{category}”.',
      'Open the link below to fill in the form, add the attachments and submit, or to upload a finished package. It closes on {deadline}.',
      'The link also shows the progress of your application: keep it safe and do not pass it on.',
    ],
    button: 'Open the application',
  },
};

export const WITHDRAWN_MAIL: MailTemplate = {
  zh: {
    subject: '【已撤回】{name}',
    lines: ['“{name}”在“{category}”的申报已按申报单位的要求撤回，不再审查，也不再接收新的材料。'],
    button: '打开申报页面',
  },
  en: {
    subject: '[Withdrawn] {name}',
    lines: [
      'The application of “{name}” in “{category}” was withdrawn as the applicant asked. It is not reviewed, and nothing new is accepted.',
    ],
    button: 'Open the application',
  },
};

/** The ruling of a review (复核). */
export const RULING_MAILS: Record<'uphold' | 'admit', MailTemplate> = {
  uphold: {
    zh: {
      subject: '【复核结果】{name}：维持原决定',
      lines: ['“{name}”在“{category}”的申报经复核，维持原决定，本次申报到此结束。', '理由：{ruling}'],
      button: '打开申报页面',
    },
    en: {
      subject: '[Ruling] {name}: refusal upheld',
      lines: [
        'The review of the application of “{name}” in “{category}” upheld the refusal. The application ends here.',
        'Reason: {ruling}',
      ],
      button: 'Open the application',
    },
  },
  admit: {
    zh: {
      subject: '【复核结果】{name}：予以推荐',
      lines: ['“{name}”在“{category}”的申报经复核，撤销原决定，予以推荐，进入专家评审。', '理由：{ruling}'],
      button: '打开申报页面',
    },
    en: {
      subject: '[Ruling] {name}: recommended',
      lines: [
        'The review of the application of “{name}” in “{category}” revoked the refusal. It is recommended and goes to the experts.',
        'Reason: {ruling}',
      ],
      button: 'Open the application',
    },
  },
};

const RECEIPT = '回执编号：{receipt}。';
const RECEIPT_EN = 'Receipt: {receipt}.';
const OPEN = { zh: '打开申报页面', en: 'Open the application' };

export const UPLOAD_MAILS: Record<UploadRecord['verdict'], MailTemplate> = {
  accepted: {
    zh: {
      subject: '【已受理】{name}',
      lines: [
        '{received} 收到的申报材料包格式完整，已受理，为第 {version} 版。',
        RECEIPT,
        '材料校验值（SHA-256）：{sha256}',
        '办理进度可随时在申报页面查看；受理截止后，可在该页下载存证凭证，证明本申报在受理名单之中。',
      ],
      button: OPEN.zh,
    },
    en: {
      subject: '[Accepted] {name}',
      lines: [
        'The package received on {received} is complete and has been accepted as version {version}.',
        RECEIPT_EN,
        'Checksum (SHA-256): {sha256}',
        'The application page shows its progress at any time; once applications have closed it has a proof that this one is in the list of what was received.',
      ],
      button: OPEN.en,
    },
  },
  refused: {
    zh: {
      subject: '【未受理】{name}：申报材料有 {count} 处问题',
      lines: [
        '{received} 收到的申报材料包有 {count} 处问题，未受理。全部问题如下，请逐项修改后在截止时间前重新上传。',
        RECEIPT,
      ],
      button: '打开申报页面重新上传',
    },
    en: {
      subject: '[Not accepted] {name}: problems in the package ({count})',
      lines: [
        'The package received on {received} was not accepted: it has problems ({count}), all listed below. Please mend each of them and upload it again before the deadline.',
        RECEIPT_EN,
      ],
      button: 'Open the application and upload again',
    },
  },
  duplicate: {
    zh: {
      subject: '【重复上传】{name}',
      lines: ['{received} 收到的申报材料包与之前上传的是同一个文件，以之前的为准，无需处理。', RECEIPT],
      button: OPEN.zh,
    },
    en: {
      subject: '[Duplicate] {name}',
      lines: [
        'The package received on {received} is the same file as an earlier one, which counts. There is nothing to do.',
        RECEIPT_EN,
      ],
      button: OPEN.en,
    },
  },
  late: {
    zh: {
      subject: '【逾期】{name}',
      lines: ['{received} 收到的申报材料包在截止时间之后，未受理。', RECEIPT],
      button: OPEN.zh,
    },
    en: {
      subject: '[Late] {name}',
      lines: ['The package received on {received} came after the deadline and was not accepted.', RECEIPT_EN],
      button: OPEN.en,
    },
  },
  closed: {
    zh: {
      subject: '【不再接收】{name}',
      lines: ['{received} 收到的申报材料包未受理：本申报已作出决定，不再接收新的材料。', RECEIPT],
      button: OPEN.zh,
    },
    en: {
      subject: '[Closed] {name}',
      lines: [
        'The package received on {received} was not accepted: the application has been decided, and nothing new is taken.',
        RECEIPT_EN,
      ],
      button: OPEN.en,
    },
  },
};

/** Many tasks of one person in one letter: the first of them are listed, the worklist has them all. */
export const DIGEST_MAIL: MailTemplate = {
  zh: {
    subject: '【待办】{round}：{count} 项任务',
    lines: ['您有 {count} 项任务待办，最早的截止时间为 {deadline}：'],
    button: '打开我的待办',
  },
  en: {
    subject: '[To do] {round}: {count} tasks',
    lines: ['You have {count} tasks to do; the first is due on {deadline}:'],
    button: 'Open my tasks',
  },
};
/** Under the tasks that a digest lists. */
export const DIGEST_MORE: Record<Language, string> = {
  zh: '另有 {more} 项，见“我的待办”',
  en: '{more} more, among your tasks',
};

export const REMINDER: Record<Language, string> = { zh: '【提醒】', en: '[Reminder] ' };
export const FOOTER: Record<Language, string[]> = {
  zh: ['{authority}', '本邮件由系统自动发出，请勿直接回复。链接仅供收件人本人使用。'],
  en: ['{authority}', 'This mail was sent automatically; please do not reply. Its links are for you only.'],
};
/** Above the Chinese of a letter that begins in English. */
export const CHINESE_COUNTS = 'The Chinese text below is the one that counts.';
