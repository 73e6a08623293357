import { language } from '../../../shared/http/spoken.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import { FORM_ENGLISH } from './english.ts';
import { make } from './page.ts';

const english = () => language() === 'en';

/** A text of the application's form in the page's language. @param values for the `{names}` in it */
export const say = (text: keyof typeof FORM_ENGLISH, values: Record<string, string | number> = {}): string =>
  (english() ? FORM_ENGLISH[text] : text).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** What is wrong and how to mend it, as far as the page's language has it. */
export const spoken = ({ message, mend, messageEn, mendEn = '' }: Omit<Problem, 'code' | 'where'>) =>
  english() ? { message: messageEn, mend: mendEn && ` ${mendEn}` } : { message, mend };

/** Names of files and the like in an English text: who has it read out hears that they are Chinese. */
export const marked = (text: string): (Node | string)[] =>
  english()
    ? text
        .split(/(\p{Script=Han}+)/u)
        .map((part, i) => (i % 2 === 0 ? part : make('span', { lang: 'zh-CN', textContent: part })))
    : [text];
