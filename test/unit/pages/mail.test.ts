import { describe, expect, test } from 'vitest';
import { compose, type MailContent } from '../../../shared/mail/compose.ts';
import { OBJECTION_MAILS } from '../../../shared/mail/objection-templates.ts';
import { RESULT_MAILS } from '../../../shared/mail/result-templates.ts';
import { TASK_MAILS } from '../../../shared/mail/task-templates.ts';
import {
  DIGEST_MAIL,
  FOOTER,
  type MailTemplate,
  RULING_MAILS,
  SLOT_MAIL,
  UPLOAD_MAILS,
  WITHDRAWN_MAIL,
} from '../../../shared/mail/templates.ts';
import { TASK_KINDS } from '../../../shared/schemas/records.ts';
import { poisoned } from './markup.ts';
import { refusedUpload } from './views.ts';

const LINK = 'https://awards.example.test/l/token';
const zh = {
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
  year: '2027',
};
const words = { zh, en: { ...zh, deadline: '28 November 2025, 17:00 (Beijing time)' } };
const all: [string, MailTemplate][] = [
  ...Object.entries(TASK_MAILS),
  ...Object.entries(RULING_MAILS),
  ...Object.entries(OBJECTION_MAILS),
  ...Object.entries(RESULT_MAILS),
  ['slot', SLOT_MAIL],
  ['withdrawn', WITHDRAWN_MAIL],
  ['digest', DIGEST_MAIL],
  ...Object.entries(UPLOAD_MAILS),
];
const write = (template: MailTemplate, more: Partial<MailContent> = {}) =>
  compose({ template, words, language: 'zh', reminders: 0, link: LINK, problems: [], ...more });

describe('every letter', () => {
  const fieldsOf = ({ subject, lines }: MailTemplate['zh']) =>
    [...`${subject}\n${lines.join('\n')}`.matchAll(/\{\w+\}/g)].map(([field]) => field).toSorted();

  test('of a kind of task is there', () => {
    expect(Object.keys(TASK_MAILS).toSorted()).toEqual([...TASK_KINDS].toSorted());
  });

  test.each(all)('%s: English is English, and says the same fields in as many lines', (_kind, template) => {
    expect(new Set(fieldsOf(template.en))).toEqual(new Set(fieldsOf(template.zh)));
    expect(template.en.lines).toHaveLength(template.zh.lines.length);
    expect(template.en.button === null).toBe(template.zh.button === null);
    expect(JSON.stringify(template.en)).not.toMatch(/\p{Script=Han}/u);
    expect(FOOTER.en).toHaveLength(FOOTER.zh.length);
  });
});

test.each(all.filter(([, { zh: said }]) => said.button !== null))(
  '%s: both parts say the same, the link stands in each, no brace is left',
  async (_kind, template) => {
    for (const language of ['zh', 'en'] as const) {
      const mail = await write(template, { language });
      for (const part of [mail.text, mail.html]) {
        expect(part).toContain(LINK);
        expect(part).toContain('某局');
        expect(part).not.toMatch(/\{\w+\}/);
      }
      expect(mail.html).not.toMatch(/<script|<img|src=/);
      expect(mail.subject).not.toMatch(/[\r\n{}]/);
    }
  },
);

test.each(Object.entries(TASK_MAILS))('%s names the deadline', async (_kind, template) => {
  const { text } = await write(template);
  expect(text).toContain('17:00（北京时间）');
});

test('whoever reads English has the Chinese below it, which counts; nobody else has English', async () => {
  const mail = await write(TASK_MAILS.score, { language: 'en' });
  expect(mail.subject).toBe('[To do] Expert scoring: 某项目<script>');
  expect(mail.text).toMatch(/28 November 2025, 17:00[\s\S]*one that counts[\s\S]*2025年11月28日 17:00/);
  expect((await write(TASK_MAILS.score)).text).not.toMatch(/Please|counts/);
});

test('a reminder says so', async () => {
  expect((await write(TASK_MAILS.score, { reminders: 2 })).subject).toMatch(/^【提醒】/);
  expect((await write(TASK_MAILS.score, { reminders: 2, language: 'en' })).subject).toMatch(/^\[Reminder\] /);
});

test('a digest lists its tasks, and leads to all of them by one link', async () => {
  const entries = [1, 2].map((n) => ({ zh: `任务${n}<script>`, en: `Task ${n}<script>` }));
  const mail = await write(DIGEST_MAIL, { entries });
  expect(mail.subject).toBe('【待办】某评选：2 项任务');
  expect(mail.text).toContain('1. 任务1<script>\n2. 任务2<script>');
  expect(mail.text.match(/\/l\//g)).toHaveLength(1);
  expect(mail.html).toContain('<li>任务2&lt;script&gt;</li>');
});

test('a task’s letter also leads to all tasks of its holder, below its own link', async () => {
  const { text, html } = await write(TASK_MAILS.score, { worklist: `${LINK}all` });
  expect(text.indexOf(`${LINK}all`)).toBeGreaterThan(text.indexOf(LINK));
  expect(html).toContain(`<a href="${LINK}all">`);
});

test('a refusal lists every problem with its place, how to mend it and its code, escaped', async () => {
  const problems = poisoned([...refusedUpload.problems, ...refusedUpload.problems]);
  const mail = await write(UPLOAD_MAILS.refused, { problems });
  expect(mail.text.match(/package\.attachment-missing/g)).toHaveLength(2);
  expect(mail.text).toContain('怎么改：请补充信用报告');
  expect(mail.html).not.toMatch(/<script/);
});
