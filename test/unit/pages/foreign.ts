import { readBy } from '../../../shared/http/language.ts';

const HAN = /\p{Script=Han}/u;
const VOID = new Set(['input', 'br', 'meta', 'link', 'hr', 'img']);
/** What is read out or shown of a tag; addresses, ids and what scripts keep there are not. */
const SPOKEN = /\s(?:aria-label|title|alt|placeholder|value|content)="([^"]*)"/g;

/** Chinese of our own English page that no element says to be Chinese: whoever hears the page would hear it spelled. */
export function unmarked(page: string): string[] {
  const found: string[] = [];
  /** Of each open element, whether it or one around it is said to be Chinese. */
  const open: { name: string; chinese: boolean }[] = [];
  const inChinese = () => open.at(-1)?.chinese ?? false;
  for (const [, tag, text] of page.matchAll(/(<[^>]*>)|([^<]+)/g)) {
    if (text !== undefined && HAN.test(text) && !inChinese()) found.push(text.trim());
    if (tag === undefined) continue;
    const name = /^<\/?([a-z0-9]+)/i.exec(tag)?.[1] ?? '';
    if (tag.startsWith('</')) {
      const at = open.findLastIndex((one) => one.name === name);
      if (at >= 0) open.length = at;
      continue;
    }
    const lang = /\slang="([^"]+)"/.exec(tag)?.[1];
    const chinese = lang === undefined ? inChinese() : lang === 'zh-CN';
    const hidden = /\stype="hidden"/.test(tag);
    for (const [, said = ''] of tag.matchAll(SPOKEN)) if (HAN.test(said) && !chinese && !hidden) found.push(said);
    if (!VOID.has(name)) open.push({ name, chinese });
  }
  return found;
}

/** A page as somebody gets it who reads English. */
export const inEnglish = async (render: () => unknown): Promise<string> =>
  readBy({ language: 'en', query: '' }, async () => String(await render()));

/** The way back: what an English page has to have beside being English. */
export const BACK = '<a href="?lang=zh" lang="zh-CN" hreflang="zh-CN">中文</a>';
