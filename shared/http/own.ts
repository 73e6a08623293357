import { ENGLISH, type Text } from './english/texts.ts';
import { html, type Markup } from './html.ts';
import { language, t, tm } from './language.ts';

/** What stands inside an element. */
export type Content = string | Markup;

const HAN = /\p{Script=Han}/u;

/** The attribute that tells whoever hears an English page that this text is Chinese; nothing on a Chinese page. */
export const langOf = (text: string): Markup | null =>
  language() === 'en' && HAN.test(text) ? html` lang="zh-CN"` : null;

/** What people and policies wrote, as they wrote it: on an English page marked as Chinese. */
export const own = (text: string): Content => {
  const lang = langOf(text);
  return lang === null ? text : html`<span${lang}>${text}</span>`;
};

/** Of what people wrote, with its line breaks kept. */
export const ownWritten = (text: string): Markup => html`<div class="written"${langOf(text)}>${text}</div>`;

/** A text that formats, registers and rules hold as data, in the reader's language; as it stands where it has no English. */
export const known = (text: string): string =>
  language() === 'en' && Object.hasOwn(ENGLISH, text) ? t(text as Text) : text;

/** The same inside an element: marked where it stayed Chinese. */
export const told = (text: string): Content => own(known(text));

/** A run of Chinese: a file's name, a title. What joins its parts belongs to it. */
const RUN = /([\p{Script=Han}](?:[\p{Script=Han}\p{N}()（）“”《》、，。：._/+-]*[\p{Script=Han}）”》])?)/u;

/** An English text with names of files and the like in it, which are marked. */
export function marked(text: string): Content {
  if (langOf(text) === null) return text;
  return html`${text.split(RUN).map((part, i) => (i % 2 === 0 ? part : own(part)))}`;
}

/** Several, as the reader's language lists them. */
export const listed = (parts: readonly Content[]): Markup =>
  html`${parts.map((part, i) => html`${i === 0 ? '' : language() === 'en' ? ', ' : '、'}${part}`)}`;

/** A page's title that ends in somebody's name: a window's name has no place for a second language, the heading has. */
export function titleWith(text: Text, name: string): { title: string; heading?: Markup } {
  if (langOf(name) === null) return { title: t(text, { name }) };
  return { title: t(text, { name: '' }).replace(/\W+$/, ''), heading: tm(text, { name: own(name) }) };
}

/** What rules said in Chinese by one of these templates, in the reader's language; what fits none stays as it is. */
export function recognised(said: string, templates: readonly Text[]): string {
  if (language() !== 'en') return said;
  for (const template of templates) {
    const values = valuesIn(template, said, templates);
    if (values !== null) return t(template, values);
  }
  return known(said);
}

function valuesIn(template: Text, said: string, templates: readonly Text[]): Record<string, string> | null {
  const names = [...template.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
  const pattern = template.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, '\\$&'));
  const found = new RegExp(`^${pattern.join('([\\s\\S]*?)')}$`, 'u').exec(said);
  return found === null
    ? null
    : Object.fromEntries(names.map((name, i) => [name, worded(found[i + 1] ?? '', templates)]));
}

/** Titles and numbers of a list in the reader's language; what people wrote stays as it is, with its punctuation. */
function worded(value: string, templates: readonly Text[]): string {
  const parts = value.split('、');
  return parts.every((part) => known(part) !== part || /^\d+$/.test(part))
    ? parts.map(known).join(', ')
    : recognised(value, templates);
}
