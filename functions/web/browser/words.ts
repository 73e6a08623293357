import { DRAFTS } from '../../../shared/http/english/drafts.ts';
import { askLanguageOf, language } from '../../../shared/http/spoken.ts';

/** A page says in which language it is; what its script adds is in the same. */
askLanguageOf(() => (document.documentElement.lang === 'en' ? 'en' : 'zh'));

/** A text of saving, in the page's language. */
export function say(text: keyof typeof DRAFTS, values: Record<string, string> = {}): string {
  const said: string = language() === 'en' ? DRAFTS[text] : text;
  return said.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
