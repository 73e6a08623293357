import { html, type Markup } from '../http/html.ts';
import type { Language } from '../http/spoken.ts';
import type { Problem } from '../schemas/findings.ts';
import { CHINESE_COUNTS, FOOTER, type MailTemplate, REMINDER } from './templates.ts';

/** What goes into the braces, in each language. */
export type Words = Record<Language, Record<string, string>>;

export interface MailContent {
  template: MailTemplate;
  words: Words;
  /** The reader's. Whoever reads English gets the Chinese below it: that is the text that counts. */
  language: Language;
  /** How often it has been sent before: a repeated request says so in its subject. */
  reminders: number;
  link: string | null;
  problems: Problem[];
  /** What a digest lists: a line for each task, in each language. */
  entries?: Record<Language, string>[];
  /** The person's worklist, below the letter's own link. */
  worklist?: string;
}

export interface MailBody {
  subject: string;
  text: string;
  html: string;
}

const SAID = {
  zh: { worklist: '全部待办：', mend: '怎么改：', copy: '如不能点击，请复制到浏览器打开：', tag: 'zh-CN' },
  en: {
    worklist: 'All your tasks:',
    mend: 'How to mend it: ',
    copy: 'If you cannot click it, copy it into your browser:',
    tag: 'en',
  },
} as const;

/** Fills the braces. Line breaks and other control characters stay out of subjects. */
const fill = (text: string, words: Record<string, string>) =>
  text.replaceAll(/\{(\w+)\}/g, (_, word: string) => words[word] ?? '');

const oneLine = (text: string) => text.replaceAll(/\p{Cc}+/gu, ' ').trim();

/** A letter in one language, as both parts are made of it. */
interface Spoken {
  language: Language;
  lines: string[];
  problems: { what: string; mend: string }[];
  button: string | null;
  footer: string[];
}

function speak({ template, words, problems }: MailContent, language: Language): Spoken {
  const { lines, button } = template[language];
  return {
    language,
    lines: lines.map((line) => fill(line, words[language])).filter((line) => line !== ''),
    problems: problems.map((problem) => spokenProblem(problem, language)),
    button,
    footer: FOOTER[language].map((line) => fill(line, words[language])),
  };
}

function spokenProblem({ where, code, message, messageEn, mend, mendEn }: Problem, language: Language) {
  return language === 'zh'
    ? { what: `${where}：${message}`, mend: `${SAID.zh.mend}${mend}（${code}）` }
    : { what: `${where}: ${messageEn}`, mend: `${SAID.en.mend}${mendEn ?? mend} (${code})` };
}

function textOf(said: Spoken, { link, entries = [], worklist }: MailContent): string {
  const { language, button } = said;
  const action = link === null || button === null ? [] : ['', `${button}${language === 'zh' ? '：' : ':'}`, link];
  return [
    ...said.lines,
    ...said.problems.flatMap(({ what, mend }, n) => [`${n + 1}. ${what}`, `   ${mend}`]),
    ...entries.map((entry, n) => `${n + 1}. ${entry[language]}`),
    ...action,
    ...(worklist === undefined ? [] : ['', SAID[language].worklist, worklist]),
    '',
    ...said.footer,
  ].join('\n');
}

function markupOf(said: Spoken, { link, entries = [], worklist }: MailContent): Markup {
  const { language, button } = said;
  return html`<div lang="${SAID[language].tag}">
${said.lines.map((line) => html`<p style="white-space:pre-wrap">${line}</p>`)}
${said.problems.length === 0 ? null : html`<ol>${said.problems.map(({ what, mend }) => html`<li>${what}<br>${mend}</li>`)}</ol>`}
${entries.length === 0 ? null : html`<ol>${entries.map((entry) => html`<li>${entry[language]}</li>`)}</ol>`}
${link === null || button === null ? null : html`<p><a href="${link}">${button}</a></p><p>${SAID[language].copy}<br>${link}</p>`}
${worklist === undefined ? null : html`<p>${SAID[language].worklist}<br><a href="${worklist}">${worklist}</a></p>`}
<hr>
${said.footer.map((line) => html`<p>${line}</p>`)}
</div>`;
}

/** One mail in both shapes, the same words in each; nothing in it is loaded from elsewhere. */
export async function compose(content: MailContent): Promise<MailBody> {
  const { language, template, words, reminders } = content;
  const prefix = reminders > 0 ? REMINDER[language] : '';
  const subject = oneLine(`${prefix}${fill(template[language].subject, words[language])}`);
  const spoken = (language === 'en' ? (['en', 'zh'] as const) : (['zh'] as const)).map((one) => speak(content, one));
  const markup = await html`<!doctype html>
<html lang="${SAID[language].tag}"><head><meta charset="utf-8"><title>${subject}</title></head>
<body>
${spoken.map((said, n) => html`${n === 0 ? null : html`<p>${CHINESE_COUNTS}</p>`}${markupOf(said, content)}`)}
</body></html>`;
  const text = spoken.map((said) => textOf(said, content)).join(`\n\n${CHINESE_COUNTS}\n\n`);
  return { subject, text, html: markup.toString() };
}
