import { BeyondEnd } from './source.ts';

/** What the central directory says of one entry. Nothing of it is believed before the local header and the content agree. */
export interface DirectoryEntry {
  madeBy: number;
  flags: number;
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
  attributes: number;
  /** Of the local header. */
  offset: number;
  rawName: Buffer;
  extra: ExtraField[];
}

export interface ExtraField {
  id: number;
  data: Buffer;
}

export interface Directory {
  entries: DirectoryEntry[];
  /** Where it begins: every entry's data ends before. */
  offset: number;
}

/** Why there is no directory to be had. */
export type DirectoryFault = { fault: 'truncated' } | { fault: 'broken' } | { fault: 'too-many'; count: number };

/** Random access to a zip's bytes; throws BeyondEnd where there are none. */
export interface RandomAccess {
  size: number;
  read(start: number, length: number): Promise<Buffer>;
}

const END = 22;
const LOCATOR = 20;
const END64 = 56;
const HEADER = 46;
const MAX_COMMENT = 0xffff;
/** Far more than the entries of any policy need. */
const MAX_DIRECTORY = 8 * 1024 * 1024;
const ZIP64 = 0x0001;

class Broken extends Error {}

/** A 64-bit number; beyond 2^53 it points nowhere anyway. */
const uint64 = (bytes: Buffer, at: number): number => Number(bytes.readBigUInt64LE(at));

export function extraFields(bytes: Buffer): ExtraField[] {
  const fields: ExtraField[] = [];
  // A remainder too short for a field is padding, which some tools leave.
  for (let at = 0; at + 4 <= bytes.length; ) {
    const length = bytes.readUInt16LE(at + 2);
    if (at + 4 + length > bytes.length) break;
    fields.push({ id: bytes.readUInt16LE(at), data: bytes.subarray(at + 4, at + 4 + length) });
    at += 4 + length;
  }
  return fields;
}

/** Puts in the 64-bit figures for those that do not fit into 32; they stand in this order, each only where it is needed. */
function widen(entry: DirectoryEntry): DirectoryEntry {
  const field = entry.extra.find(({ id }) => id === ZIP64)?.data;
  let at = 0;
  for (const name of ['size', 'compressedSize', 'offset'] as const) {
    if (entry[name] !== 0xffffffff) continue;
    if (field === undefined || at + 8 > field.length) throw new Broken('zip64 field too short');
    entry[name] = uint64(field, at);
    at += 8;
  }
  return entry;
}

function* headers(bytes: Buffer): Generator<DirectoryEntry> {
  for (let at = 0; at + HEADER <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50; ) {
    const names = at + HEADER;
    const extras = names + bytes.readUInt16LE(at + 28);
    const comment = extras + bytes.readUInt16LE(at + 30);
    const next = comment + bytes.readUInt16LE(at + 32);
    if (next > bytes.length) throw new Broken('a header beyond the directory');
    yield widen({
      madeBy: bytes.readUInt16LE(at + 4),
      flags: bytes.readUInt16LE(at + 8),
      method: bytes.readUInt16LE(at + 10),
      crc: bytes.readUInt32LE(at + 16),
      compressedSize: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      attributes: bytes.readUInt32LE(at + 38),
      offset: bytes.readUInt32LE(at + 42),
      rawName: bytes.subarray(names, extras),
      extra: extraFields(bytes.subarray(extras, comment)),
    });
    at = next;
  }
}

interface EndRecord {
  disks: number;
  count: number;
  size: number;
  offset: number;
  /** Where the directory must have ended. */
  before: number;
}

/** The end record whose comment reaches just to the end of the file. */
function findEnd(tail: Buffer): number | null {
  for (let at = tail.length - END; at >= 0; at--) {
    if (tail.readUInt32LE(at) === 0x06054b50 && at + END + tail.readUInt16LE(at + 20) === tail.length) return at;
  }
  return null;
}

async function readEnd(source: RandomAccess): Promise<EndRecord | null> {
  // Most zips have no comment: the longest one is only looked for where there is no end record without.
  for (const length of [END + LOCATOR, END + LOCATOR + MAX_COMMENT]) {
    const tail = await source.read(Math.max(0, source.size - length), Math.min(length, source.size));
    const at = findEnd(tail);
    if (at === null) continue;
    const start = source.size - tail.length;
    if (at >= LOCATOR && tail.readUInt32LE(at - LOCATOR) === 0x07064b50)
      return readEnd64(source, uint64(tail, at - LOCATOR + 8));
    return {
      disks: tail.readUInt16LE(at + 4) + tail.readUInt16LE(at + 6),
      count: tail.readUInt16LE(at + 10),
      size: tail.readUInt32LE(at + 12),
      offset: tail.readUInt32LE(at + 16),
      before: start + at,
    };
  }
  return null;
}

async function readEnd64(source: RandomAccess, at: number): Promise<EndRecord> {
  const record = await source.read(at, END64);
  if (record.readUInt32LE(0) !== 0x06064b50) throw new Broken('no zip64 end record');
  return {
    disks: record.readUInt32LE(16) + record.readUInt32LE(20),
    count: uint64(record, 32),
    size: uint64(record, 40),
    offset: uint64(record, 48),
    before: at,
  };
}

/**
 * Reads a zip's central directory, with zip64. Never throws for what is in the file.
 * @param maxEntries more are not even read
 */
export async function readDirectory(source: RandomAccess, maxEntries: number): Promise<Directory | DirectoryFault> {
  try {
    const end = await readEnd(source);
    if (end === null) return { fault: 'truncated' };
    if (end.count > maxEntries) return { fault: 'too-many', count: end.count };
    if (end.disks !== 0 || end.size > MAX_DIRECTORY || end.offset + end.size > end.before) return { fault: 'broken' };
    const entries = [...headers(await source.read(end.offset, end.size))];
    // Fewer or more than promised: what one tool shows, another would not.
    return entries.length === end.count ? { entries, offset: end.offset } : { fault: 'broken' };
  } catch (error) {
    if (error instanceof Broken || error instanceof BeyondEnd) return { fault: 'broken' };
    throw error;
  }
}
