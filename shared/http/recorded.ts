import { RECORDED } from './english/recorded.ts';
import type { Text } from './english/texts.ts';
import { WORKINGS } from './english/workings.ts';
import { asWritten, type Markup } from './html.ts';
import { isText, language, t, tm } from './language.ts';

const escaped = (text: string) => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

/** Blanks with what people wrote or are called: it stays, whatever it looks like. */
const WRITTEN = new Set(['item', 'name', 'names', 'reason', 'document']);
/** Blanks that may hold several sentences, or a list. */
const SENTENCES = new Set(['evidence', 'entries', 'accidents', 'differences', 'reason', 'reasons', 'rest']);
const LISTS = new Set([...WRITTEN, 'first', 'firms', 'invoices', 'links', 'others', 'own', 'other']);

function contentOf(blank: string): string {
  if (SENTENCES.has(blank)) return '.+?';
  return LISTS.has(blank) ? '[^；]+?' : '[^；、]+?';
}

/** The text with its blanks open: what stands in each of them comes by its name. */
function patternOf(text: string): RegExp {
  const parts = text.split(/\{(\w+)\}/);
  const opened = parts.map((part, i) => (i % 2 === 0 ? escaped(part) : `(?<${part}>${contentOf(part)})`));
  return new RegExp(`^${opened.join('')}$`, 'su');
}

let patterns: { text: Text; pattern: RegExp }[] | undefined;

/** Made when somebody reads English for the first time: most never do, and the English is not loaded before. */
function patternsOfTexts(): { text: Text; pattern: RegExp }[] {
  patterns ??= [...Object.keys(RECORDED), ...Object.keys(WORKINGS)]
    .filter(isText)
    .map((text) => ({ text, pattern: patternOf(text) }));
  return patterns;
}

/** A sentence of the system's in the reader's language; null for what is none, or is not any more. */
export function recognised(text: string): Markup | string | null {
  if (language() === 'zh') return text;
  if (isText(text)) return t(text);
  for (const { text: known, pattern } of patternsOfTexts()) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const values = Object.entries(found.groups ?? {}).map(([blank, value]) => [
      blank,
      WRITTEN.has(blank) ? asWritten(value) : recorded(value),
    ]);
    return tm(known, Object.fromEntries(values));
  }
  return null;
}

/**
 * What the system wrote into a record, in the reader's language: records are Chinese. What is no such sentence, or is not any
 * more, stays as it was written.
 */
export const recorded = (text: string): Markup | string => recognised(text) ?? asWritten(text);
