import { askLanguageOf } from '../../../shared/http/spoken.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import { DRAFT_ENGLISH, FORM_ENGLISH } from './english.ts';
import { make } from './page.ts';

/** The page says in which language it was asked for. */
const english = document.documentElement.lang === 'en';
askLanguageOf(() => (english ? 'en' : 'zh'));

type Values = Record<string, string | number>;
const filled = (text: string, values: Values) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** A text about drafts in the page's language. @param values for the `{names}` in it */
export const sayOfDraft = (text: keyof typeof DRAFT_ENGLISH, values: Values = {}): string =>
  filled(english ? DRAFT_ENGLISH[text] : text, values);

/** The same for all else that the application's form says. */
export const say = (text: keyof typeof FORM_ENGLISH, values: Values = {}): string =>
  filled(english ? FORM_ENGLISH[text] : text, values);

/** What is wrong and how to mend it, as far as the page's language has it. */
export const spoken = ({ message, mend, messageEn, mendEn = '' }: Omit<Problem, 'code' | 'where'>) =>
  english ? { message: messageEn, mend: mendEn && ` ${mendEn}` } : { message, mend };

/** Names of files and the like in an English text: who has it read out hears that they are Chinese. */
export const marked = (text: string): (Node | string)[] =>
  english
    ? text
        .split(/(\p{Script=Han}+)/u)
        .map((part, i) => (i % 2 === 0 ? part : make('span', { lang: 'zh-CN', textContent: part })))
    : [text];
