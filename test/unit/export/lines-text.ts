import { linesOf, lineWriter } from '../../../shared/export/lines/write.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';

/** A document as the text of `export.ndjson`. */
export function linesText(document: RoundExport): string {
  const { text, end } = lineWriter();
  return `${[...linesOf(document)].map(text).join('')}${end()}`;
}
