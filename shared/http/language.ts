import { AsyncLocalStorage } from 'node:async_hooks';
import { ENGLISH, type Text } from './english/texts.ts';
import { html, type Markup } from './html.ts';
import { askLanguageOf, LANGUAGES, type Language, language } from './spoken.ts';

export { LANGUAGES, type Language, language };

export const isLanguage = (value: string | undefined): value is Language =>
  value !== undefined && (LANGUAGES as readonly string[]).includes(value);

/** Who reads what is rendered just now. */
export interface Reader {
  language: Language;
  /** Query of the page's address, with its mark if there is one; absent where the page cannot be opened again: a POST's answer. */
  query?: string;
  /** The page that a link opened, for whoever came by one and can sign out of it. */
  signedIn?: string | null;
}

const reader = new AsyncLocalStorage<Reader>();

/** Runs it for this reader: whatever it renders, at any depth, is in the reader's language. */
export const readBy = <T>(who: Reader, render: () => T): T => reader.run(who, render);

askLanguageOf(() => reader.getStore()?.language ?? 'zh');
export const query = (): string | undefined => reader.getStore()?.query;

/** From now on the reader is somebody who came by a link to this path; null: is so no more. */
export function signedInAt(path: string | null): void {
  const who = reader.getStore();
  if (who !== undefined) who.signedIn = path;
}
export const signedIn = (): string | null => reader.getStore()?.signedIn ?? null;

/** As HTML has it. */
export const languageTag = (): string => (language() === 'en' ? 'en' : 'zh-CN');

/** Whether it is a text that has its English. */
export const isText = (text: string): text is Text => Object.hasOwn(ENGLISH, text);

type Values = Record<string, string | number>;

/**
 * A text in the reader's language. The Chinese is the key; one that has no English does not compile.
 * @param values for the `{names}` in the text
 */
export function t(text: Text, values: Values = {}): string {
  const said = language() === 'en' ? ENGLISH[text] : text;
  return said.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The same with markup among the values: everything else is escaped. */
export function tm(text: Text, values: Record<string, Markup | string | number>): Markup {
  const said = language() === 'en' ? ENGLISH[text] : text;
  const parts = said.split(/\{(\w+)\}/);
  return html`${parts.map((part, i) => (i % 2 === 0 ? part : (values[part] ?? '')))}`;
}

/** Of what has a title in both languages: the one in the reader's. */
export const titleOf = ({ title, titleEn }: { title: string; titleEn: string }): string =>
  language() === 'en' ? titleEn : title;
