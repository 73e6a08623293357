import { html } from 'hono/html';
import type { Problem } from '../schemas/findings.ts';
import { FOOTER, type MailTemplate, REMINDER } from './templates.ts';

export interface MailContent {
  template: MailTemplate;
  /** What goes into the braces. */
  words: Record<string, string>;
  /** How often it has been sent before: a repeated request says so in its subject. */
  reminders: number;
  link: string | null;
  problems: Problem[];
}

export interface MailBody {
  subject: string;
  text: string;
  html: string;
}

/** Fills the braces. Line breaks and other control characters stay out of subjects. */
const fill = (text: string, words: Record<string, string>) =>
  text.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');

const oneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim();

const problemLines = (problem: Problem, n: number) => [
  `${n + 1}. ${problem.where}：${problem.message}`,
  `   怎么改：${problem.mend}（${problem.code}）`,
];

/** One mail in both shapes, the same words in each. */
export async function compose({ template, words, reminders, link, problems }: MailContent): Promise<MailBody> {
  const subject = oneLine(`${reminders > 0 ? REMINDER : ''}${fill(template.subject, words)}`);
  const lines = template.lines.map((line) => fill(line, words)).filter((line) => line !== '');
  const footer = FOOTER.map((line) => fill(line, words));
  const action = link === null || template.button === null ? [] : [`${template.button}：`, link];
  const text = [
    ...lines,
    ...problems.flatMap(problemLines),
    ...(action.length > 0 ? ['', ...action] : []),
    '',
    ...footer,
  ].join('\n');
  const markup = await html`<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>${subject}</title></head>
<body>
${lines.map((line) => html`<p style="white-space:pre-wrap">${line}</p>`)}
${
  problems.length === 0
    ? null
    : html`<ol>${problems.map((problem) => html`<li>${problem.where}：${problem.message}<br>怎么改：${problem.mend}（${problem.code}）</li>`)}</ol>`
}
${link === null || template.button === null ? null : html`<p><a href="${link}">${template.button}</a></p><p>如不能点击，请复制到浏览器打开：<br>${link}</p>`}
<hr>
${footer.map((line) => html`<p>${line}</p>`)}
</body></html>`;
  return { subject, text, html: markup.toString() };
}
