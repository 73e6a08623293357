import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import * as yauzl from 'yauzl';
import type { Problem } from '../schemas/findings.ts';
import { entryName, escapes, isJunk, shownName } from './names.ts';
import { zipProblem } from './problems.ts';
import type { ByteSource } from './source.ts';

export interface ZipEntry {
  /** Decoded, forward slashes, NFC. */
  name: string;
  otherName: string | null;
  size: number;
  /** Whether its content may be unpacked; where not, the reason is among the problems already. */
  readable: boolean;
  raw: yauzl.Entry;
}

export interface OpenZip {
  /** Files only, without junk, in the order of the central directory, each name once. */
  entries: ZipEntry[];
  problems: Problem[];
  /** Unpacks one entry chunk by chunk; a broken one ends with its problem instead of an exception. */
  unpack(entry: ZipEntry, onChunk: (chunk: Uint8Array) => void): Promise<Problem | null>;
}

export interface ZipLimits {
  maxEntries: number;
  maxUnpackedBytes: number;
}

/** Documents and images hardly compress; deflate's maximum is about 1030. Small entries may: a blank form is mostly zeros. */
const MAX_RATIO = 200;
const RATIO_COUNTS_FROM = 1024 * 1024;
const CHUNK = 1024 * 1024;

/** Lets yauzl read from a source, and remembers when the source (not the zip) failed, because that must be tried again. */
class SourceReader extends yauzl.RandomAccessReader {
  failure: Error | null = null;
  private readonly source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.source = source;
  }

  private async take(start: number, length: number): Promise<Uint8Array> {
    // Offsets come from the file itself and may point anywhere.
    if (start + length > this.source.size) throw new Error('offset beyond the end of the file');
    let bytes: Uint8Array;
    try {
      bytes = await this.source.read(start, length);
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error));
      throw this.failure;
    }
    if (bytes.length !== length) {
      this.failure = new Error(`source gave ${bytes.length} bytes instead of ${length}`);
      throw this.failure;
    }
    return bytes;
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null) => void,
  ): void {
    this.take(position, length).then(
      (bytes) => {
        buffer.set(bytes, offset);
        callback(null);
      },
      (error: Error) => callback(error),
    );
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const take = this.take.bind(this);
    async function* chunks() {
      for (let at = start; at < end; at += CHUNK) yield await take(at, Math.min(CHUNK, end - at));
    }
    return Readable.from(chunks(), { objectMode: false });
  }
}

const isSymlink = (entry: yauzl.Entry): boolean =>
  // Made on Unix, with the file type “link” in the upper half of the external attributes.
  entry.versionMadeBy >> 8 === 3 && ((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000;

/** Problems that make an entry unreadable without unpacking it. */
function entryProblem(entry: yauzl.Entry, name: string): Problem | null {
  const where = shownName(name);
  if (/\p{Cc}/u.test(name)) return zipProblem.fileName(where);
  if (escapes(name)) return zipProblem.pathEscapes(where);
  if (isSymlink(entry)) return zipProblem.symlink(where);
  if (entry.isEncrypted()) return zipProblem.encrypted(where);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) return zipProblem.compressionMethod(where);
  const { compressedSize, uncompressedSize } = entry;
  if (uncompressedSize > RATIO_COUNTS_FROM && uncompressedSize > MAX_RATIO * compressedSize)
    return zipProblem.bomb(where);
  return null;
}

function collect(raws: yauzl.Entry[], limits: ZipLimits): { entries: ZipEntry[]; problems: Problem[] } {
  const entries = new Map<string, ZipEntry>();
  const problems: Problem[] = [];
  let unpacked = 0;
  for (const raw of raws) {
    const { name, otherName } = entryName(raw.fileNameRaw, (raw.generalPurposeBitFlag & 0x800) !== 0, raw.extraFields);
    if (name === null) {
      problems.push(zipProblem.fileName(shownName(raw.fileNameRaw.toString('latin1'))));
      continue;
    }
    if (isJunk(name)) continue;
    const problem = entryProblem(raw, name);
    if (problem) problems.push(problem);
    if (name.endsWith('/')) continue;
    unpacked += raw.uncompressedSize;
    if (entries.has(name)) problems.push(zipProblem.duplicate(shownName(name)));
    else entries.set(name, { name, otherName, size: raw.uncompressedSize, readable: problem === null, raw });
  }
  if (unpacked > limits.maxUnpackedBytes) {
    problems.push(zipProblem.unpackedTooLarge(unpacked, limits.maxUnpackedBytes));
    for (const entry of entries.values()) entry.readable = false;
  }
  return { entries: [...entries.values()], problems };
}

function unpacker(zip: yauzl.ZipFile, reader: SourceReader): OpenZip['unpack'] {
  return async (entry, onChunk) => {
    let checksum = 0;
    try {
      const stream = await zip.openReadStreamPromise(entry.raw);
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        checksum = crc32(chunk, checksum);
        onChunk(chunk);
      }
    } catch (error) {
      if (reader.failure) throw reader.failure;
      if (error instanceof Error) return zipProblem.entryBroken(shownName(entry.name));
      throw error;
    }
    return checksum === entry.raw.crc32 ? null : zipProblem.crc(shownName(entry.name));
  };
}

/**
 * Opens a zip and lists it. A zip that cannot be opened or listed gives the one problem that says why; everything else is
 * collected. Rejects only where the source itself fails.
 */
export async function openZip(source: ByteSource, limits: ZipLimits): Promise<OpenZip | Problem> {
  const reader = new SourceReader(source);
  try {
    const options = { autoClose: false, decodeStrings: false };
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, source.size, options);
    if (zip.entryCount > limits.maxEntries) return zipProblem.tooManyEntries(zip.entryCount, limits.maxEntries);
    const raws: yauzl.Entry[] = [];
    for await (const entry of zip.eachEntry()) raws.push(entry);
    return { ...collect(raws, limits), unpack: unpacker(zip, reader) };
  } catch (error) {
    if (reader.failure) throw reader.failure;
    const text = error instanceof Error ? error.message : '';
    return text.includes('strong encryption') ? zipProblem.encrypted('（申报材料包）') : zipProblem.broken();
  }
}
