import type { RandomAccess } from '../directory.ts';
import { TooScattered } from '../lookback.ts';
import { BeyondEnd } from '../source.ts';
import { PdfDocument } from './document.ts';
import { BadPdf, nameAt, type PdfDict, type PdfValue } from './values.ts';

export type PdfVerdict = 'good' | 'broken' | 'encrypted' | 'no-page' | 'JavaScript' | 'Launch';

/** Inner nodes and leaves that are looked at until a page is found; well-formed files need a handful. */
const MAX_NODES = 200;
const ACTIVE = new Set(['JavaScript', 'Launch']);

/**
 * Whether a viewer can open a PDF: header, cross-reference (table, stream, both, with later additions), root, and at least one page that
 * can be reached. Also what it would do by itself when opened, as far as its root says; actions deeper inside are found by
 * their names as the file streams by. Files embedded in a PDF are let be: electronic vouchers carry their data so.
 */
export async function checkPdf(source: RandomAccess): Promise<PdfVerdict> {
  try {
    const document = await PdfDocument.open(source);
    const { trailer } = document;
    if (trailer.get('Encrypt') !== undefined && trailer.get('Encrypt') !== null) return 'encrypted';
    const root = await document.dict(trailer.get('Root'));
    if (root === null) return 'broken';
    if (!(await hasPage(document, root))) return 'no-page';
    return (await activeIn(document, root)) ?? 'good';
  } catch (error) {
    if (error instanceof BadPdf || error instanceof BeyondEnd || error instanceof TooScattered) return 'broken';
    throw error;
  }
}

/** Goes down the tree of pages until it meets one. @throws BadPdf where the tree is no tree */
async function hasPage(document: PdfDocument, root: PdfDict): Promise<boolean> {
  const open: PdfValue[] = [root.get('Pages') ?? null];
  for (let seen = 0; seen < MAX_NODES; seen++) {
    const next = open.pop();
    if (next === undefined) return false;
    const node = await document.dict(next);
    if (node === null) continue;
    const kids = await document.resolve(node.get('Kids'));
    if (!Array.isArray(kids)) {
      if (isPage(node)) return true;
      continue;
    }
    // The first page first; of many, a few will do.
    open.push(...kids.slice(0, MAX_NODES).reverse());
  }
  throw new BadPdf('no page among so many');
}

/** A page says that it is one; where it does not, viewers show what has contents or a size. */
function isPage(node: PdfDict): boolean {
  const type = nameAt(node, 'Type');
  return type === 'Page' || (type === '' && (node.has('Contents') || node.has('MediaBox')));
}

/** Scripts or programs that run when the document is opened. */
async function activeIn(document: PdfDocument, root: PdfDict): Promise<PdfVerdict | null> {
  const names = await document.dict(root.get('Names'));
  if (names?.has('JavaScript') === true) return 'JavaScript';
  const triggers = await document.dict(root.get('AA'));
  for (const value of [root.get('OpenAction'), ...(triggers?.values() ?? [])]) {
    const action = await document.dict(value);
    const kind = action === null ? '' : nameAt(action, 'S');
    if (ACTIVE.has(kind)) return kind === 'Launch' ? 'Launch' : 'JavaScript';
  }
  return null;
}
