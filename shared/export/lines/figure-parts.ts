import type { Line } from './kinds.ts';

const TEXT = '"[^"\\\\]*"';
/** A sheet as it is written, without escapes and without a first version. */
const SHEET = new RegExp(
  [
    `^\\{"sheets":\\{"applicationId":"([^"\\\\]*)","comment":${TEXT},"comments":\\{(?:${TEXT}:${TEXT},?)*\\}`,
    `(?:,"declaredAt":${TEXT})?,"expert":${TEXT},"pointsByItem":(\\{[^}\\\\]*\\}),"seat":(\\d+)`,
    ',"submittedAt":"([^"\\\\]*)"\\}\\}$',
  ].join(''),
);
const LONGEST = 1 << 15;

/**
 * Of a sheet what figures follow from: whose it is, its points and when it was handed in. To find these and read only them costs half of
 * reading all. Only for a text that somebody else has found to be a sheet; null of one that is written in another way.
 */
export function sheetInPart(text: string): Line | null {
  if (text.length > LONGEST) return null;
  const found = SHEET.exec(text);
  if (found === null) return null;
  const [, applicationId, points = '', seat, submittedAt] = found;
  // No more of it is asked for by whoever looks at figures.
  return {
    kind: 'sheets',
    value: { applicationId, pointsByItem: JSON.parse(points), seat: Number(seat), submittedAt },
  } as Line;
}
