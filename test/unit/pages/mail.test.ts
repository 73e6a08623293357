import { expect, test } from 'vitest';
import { compose } from '../../../shared/mail/compose.ts';
import { SLOT_MAIL, TASK_MAILS, UPLOAD_MAILS, WITHDRAWN_MAIL } from '../../../shared/mail/templates.ts';
import { poisoned } from './markup.ts';
import { refusedUpload } from './views.ts';

const LINK = 'https://awards.example.test/l/token';
const words = {
  title: '某项目<script>',
  name: '某公司\r\nBcc: x@example.test',
  deadline: '2025年11月28日 17:00（北京时间）',
  received: '2025年11月20日 10:00（北京时间）',
  authority: '某局',
  round: '某评选',
  category: '某类别',
  amount: '300,000 元',
  opinion: '缺少信用报告\n缺少付款凭证',
  points: '只能修改以下内容：\n· 联系人：联系电话',
  version: '1',
  count: '2',
};
const all = [
  ...Object.entries(TASK_MAILS),
  ['slot', SLOT_MAIL] as const,
  ['withdrawn', WITHDRAWN_MAIL] as const,
  ...Object.entries(UPLOAD_MAILS),
];

test.each(all)('%s: both parts say the same, the link stands in each, no brace is left', async (_kind, template) => {
  const mail = await compose({ template, words, reminders: 0, link: LINK, problems: [] });
  for (const part of [mail.text, mail.html]) {
    expect(part).toContain(LINK);
    expect(part).toContain('某局');
    expect(part).not.toMatch(/\{\w+\}/);
  }
  expect(mail.html).not.toMatch(/<script/);
  expect(mail.subject).not.toMatch(/[\r\n{}]/);
});

test.each(Object.entries(TASK_MAILS))('%s names the deadline', async (_kind, template) => {
  const { text } = await compose({ template, words, reminders: 0, link: LINK, problems: [] });
  expect(text).toContain('17:00（北京时间）');
});

test('a reminder says so', async () => {
  const mail = await compose({ template: TASK_MAILS.score, words, reminders: 2, link: LINK, problems: [] });
  expect(mail.subject).toMatch(/^【提醒】/);
});

test('a refusal lists every problem with its place, how to mend it and its code, escaped', async () => {
  const problems = poisoned([...refusedUpload.problems, ...refusedUpload.problems]);
  const mail = await compose({ template: UPLOAD_MAILS.refused, words, reminders: 0, link: LINK, problems });
  expect(mail.text.match(/package\.attachment-missing/g)).toHaveLength(2);
  expect(mail.text).toContain('怎么改：请补充信用报告');
  expect(mail.html).not.toMatch(/<script/);
});
