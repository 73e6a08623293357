import { type DirectoryEntry, type RandomAccess, readDirectory } from './directory.ts';
import { BadDeflate, inflateAll } from './inflate.ts';
import { locate } from './local-header.ts';
import { BeyondEnd } from './source.ts';

export type OoxmlVerdict = 'good' | 'other' | 'macros' | 'bomb';

const MAIN = { xlsx: 'xl/workbook.xml', docx: 'word/document.xml' };
const TYPES = '[Content_Types].xml';
/** Macros, macro sheets of old, and controls that run code. */
const ACTIVE = /(^|\/)(vbaProject\.bin|vbaData\.xml|macrosheets\/|activeX\/)/i;
/** Names are few, and types are told in a few kilobytes. */
const MAX_PARTS = 20_000;
const MAX_TYPES = 1024 * 1024;
/** What a reader's machine would have to unpack; sheets shrink twenty-fold and more. */
const MAX_UNPACKED = 1024 * 1024 * 1024;
const MAX_RATIO = 500;

/** Whether a zip is a workbook or a text document of today's Office, without anything that runs. */
export async function checkOoxml(source: RandomAccess, kind: 'xlsx' | 'docx'): Promise<OoxmlVerdict> {
  const directory = await readDirectory(source, MAX_PARTS);
  if (!('entries' in directory)) return 'other';
  const parts = new Map(directory.entries.map((entry) => [entry.rawName.toString('latin1'), entry]));
  const types = parts.get(TYPES);
  if (types === undefined || !parts.has(MAIN[kind])) return 'other';
  if ([...parts.keys()].some((name) => ACTIVE.test(name))) return 'macros';
  const unpacked = directory.entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > MAX_UNPACKED || unpacked > Math.max(MAX_RATIO * source.size, MAX_TYPES)) return 'bomb';
  const text = await partText(source, types);
  if (text === null) return 'other';
  // A document with macros stays one under another ending.
  return /macroEnabled/i.test(text) ? 'macros' : 'good';
}

async function partText(source: RandomAccess, entry: DirectoryEntry): Promise<string | null> {
  const { compressedSize, size, method } = entry;
  if (Math.max(size, compressedSize) > MAX_TYPES || (method !== 0 && method !== 8)) return null;
  try {
    const local = await locate(source, entry);
    if (typeof local === 'string') return null;
    const raw = await source.read(local.dataStart, compressedSize);
    return Buffer.from(method === 0 ? raw : inflateAll(raw, size)).toString('utf8');
  } catch (error) {
    if (error instanceof BadDeflate || error instanceof BeyondEnd) return null;
    throw error;
  }
}
