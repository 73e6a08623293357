import type { Text } from './english/texts.ts';
import { asWritten, html, langOf, type Markup } from './html.ts';
import { isText, language, t, tm } from './language.ts';

/** What stands inside an element. */
export type Content = string | Markup;

/** A text that formats, registers and rules hold as data, in the reader's language; as it stands where it has no English. */
export const known = (text: string): string => (language() === 'en' && isText(text) ? t(text) : text);

/** The same inside an element: marked where it stayed Chinese. */
export const told = (text: string): Content => asWritten(known(text));

/** A run of Chinese: a file's name, a title. What joins its parts belongs to it. */
const RUN = /([\p{Script=Han}](?:[\p{Script=Han}\p{N}()（）“”《》、，。：._/+-]*[\p{Script=Han}）”》])?)/u;

/** An English text with names of files and the like in it, which are marked. */
export function marked(text: Content): Content {
  if (typeof text !== 'string' || langOf(text) === null) return text;
  return html`${text.split(RUN).map((part, i) => (i % 2 === 0 ? part : asWritten(part)))}`;
}

/** Several, as the reader's language lists them. */
export const listed = (parts: readonly Content[]): Markup =>
  html`${parts.map((part, i) => html`${i === 0 ? '' : language() === 'en' ? ', ' : '、'}${part}`)}`;

/** A page's title that ends in somebody's name: a window's name has no place for a second language, the heading has. */
export function titleWith(text: Text, name: string): { title: string; heading?: Markup } {
  if (langOf(name) === null) return { title: t(text, { name }) };
  return { title: t(text, { name: '' }).replace(/\W+$/, ''), heading: tm(text, { name: asWritten(name) }) };
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
