import { html as tag } from 'hono/html';
import { language } from './spoken.ts';

/** Markup that is safe as it stands. Everything else put into a template is escaped. */
export type Markup = ReturnType<typeof tag>;

/** Template whose values are escaped, unless they are markup themselves; arrays are joined, null and false leave nothing. */
export const html = tag;

const HAN = /\p{Script=Han}/u;

/** Attribute of an element with nothing but this text in it: tells who reads an English page, or hears it, that it is Chinese. */
export const langOf = (text: string): Markup | null =>
  language() === 'en' && HAN.test(text) ? html` lang="zh-CN"` : null;

/** What people and policies wrote, as they wrote it; on an English page it is marked where it is Chinese. */
export const asWritten = (text: string): Markup | string => {
  const lang = langOf(text);
  return lang === null ? text : html`<span${lang}>${text}</span>`;
};

/** Text that a person wrote, with its line breaks kept. */
export const written = (text: string): Markup => html`<div class="written"${langOf(text)}>${text}</div>`;
