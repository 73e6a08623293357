import { crc32 } from 'node:zlib';
import type { Problem } from '../schemas/findings.ts';
import { type Directory, type DirectoryEntry, readDirectory } from './directory.ts';
import { BadDeflate, inflate, inflateAll } from './inflate.ts';
import { locate } from './local-header.ts';
import { entryName, escapes, isJunk, shownName } from './names.ts';
import { zipProblem } from './problems.ts';
import { BeyondEnd, type Blocks } from './source.ts';

export interface ZipEntry {
  /** Decoded, forward slashes, NFC. */
  name: string;
  otherName: string | null;
  size: number;
  /** Whether its content may be unpacked; where not, the reason is among the problems already. */
  readable: boolean;
  raw: DirectoryEntry;
}

/** An entry's content is not what the zip says of it. */
export class BadEntry extends Error {
  override name = 'BadEntry';
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.code);
    this.problem = problem;
  }
}

export interface ZipLimits {
  maxEntries: number;
  maxUnpackedBytes: number;
}

/** Documents and images hardly compress; deflate's maximum is about 1030. Small entries may: a blank form is mostly zeros. */
const MAX_RATIO = 200;
const RATIO_COUNTS_FROM = 1024 * 1024;
/** What is unpacked at once instead of piece by piece. */
const SMALL = 256 * 1024;

/** Made on Unix, with another file type than “file” or “folder”; or on Windows, as a reparse point. */
function isLink({ madeBy, attributes }: DirectoryEntry): boolean {
  if (madeBy >> 8 === 3) return ![0, 0x8000, 0x4000].includes((attributes >>> 16) & 0xf000);
  return (attributes & 0x400) !== 0;
}

/** Encrypted, strongly encrypted, with a masked header, or as AES does it. */
const isEncrypted = ({ flags, method }: DirectoryEntry): boolean => (flags & 0x2041) !== 0 || method === 99;

/** Problems that make an entry unreadable without unpacking it. */
function entryProblem(raw: DirectoryEntry, name: string): Problem | null {
  const where = shownName(name);
  if (/\p{Cc}/u.test(name)) return zipProblem.fileName(where);
  if (escapes(name)) return zipProblem.pathEscapes(where);
  if (isLink(raw)) return zipProblem.symlink(where);
  if (isEncrypted(raw)) return zipProblem.encrypted(where);
  if (raw.method !== 0 && raw.method !== 8) return zipProblem.compressionMethod(where);
  if (raw.method === 0 && raw.compressedSize !== raw.size) return zipProblem.entryBroken(where);
  if (raw.size > RATIO_COUNTS_FROM && raw.size > MAX_RATIO * raw.compressedSize) return zipProblem.bomb(where);
  return null;
}

/** One zip: its list, and its content entry by entry. Made by `openZip`. */
export class OpenZip {
  /** Files only, without junk, in the order of the directory. A name may come twice: both must then be the same file. */
  readonly entries: ZipEntry[] = [];
  readonly problems: Problem[] = [];
  /** Every entry, also folders and junk, in the order in which they lie in the file: reading them so reads it once. */
  readonly inOrder: ZipEntry[] = [];
  readonly #blocks: Blocks;
  readonly #directory: Directory;
  /** Where the last located entry ended. */
  #end = 0;

  constructor(blocks: Blocks, directory: Directory, limits: ZipLimits) {
    this.#blocks = blocks;
    this.#directory = directory;
    for (const raw of directory.entries) this.#list(raw);
    this.inOrder.sort((a, b) => a.raw.offset - b.raw.offset);
    const unpacked = this.entries.reduce((sum, { size }) => sum + size, 0);
    if (unpacked <= limits.maxUnpackedBytes) return;
    this.problems.push(zipProblem.unpackedTooLarge(unpacked, limits.maxUnpackedBytes));
    for (const entry of this.entries) entry.readable = false;
  }

  #list(raw: DirectoryEntry): void {
    const { name, otherName } = entryName(raw.rawName, (raw.flags & 0x800) !== 0, raw.extra);
    const known = name ?? shownName(raw.rawName.toString('latin1'));
    const junk = name !== null && isJunk(name);
    const problem = name === null ? zipProblem.fileName(known) : entryProblem(raw, name);
    const entry = { name: known, otherName, size: raw.size, readable: problem === null && !junk, raw };
    this.inOrder.push(entry);
    if (junk) return;
    if (problem !== null) this.problems.push(problem);
    if (name !== null && !name.endsWith('/')) this.entries.push(entry);
  }

  /**
   * Whether an entry lies where and as the directory says, and on no other one's bytes; asked once for each of
   * `inOrder`, in that order. The answer is its problem: then it is not readable any more.
   */
  async locate(entry: ZipEntry): Promise<Problem | null> {
    const { raw } = entry;
    const where = shownName(entry.name);
    const local = await locate(this.#blocks, raw);
    const problem = this.#placeProblem(local, raw, where);
    if (typeof local !== 'string') this.#end = Math.max(this.#end, local.dataStart + raw.compressedSize);
    if (problem !== null) entry.readable = false;
    return problem;
  }

  #placeProblem(local: Awaited<ReturnType<typeof locate>>, raw: DirectoryEntry, where: string): Problem | null {
    if (local === 'broken') return zipProblem.entryBroken(where);
    if (raw.offset < this.#end) return zipProblem.overlap(where);
    const end = typeof local === 'string' ? raw.offset : local.dataStart + raw.compressedSize;
    if (end > this.#directory.offset) return zipProblem.overlap(where);
    return local === 'differs' ? zipProblem.headerDiffers(where) : null;
  }

  /**
   * An entry's content in order; each chunk is gone when the next is asked for. Never more than the size the directory
   * promises, whatever really is in it.
   * @throws BadEntry, at the end at the latest where the size or the CRC is another one
   */
  async *unpack(entry: ZipEntry): AsyncGenerator<Uint8Array> {
    let checksum = 0;
    try {
      for await (const chunk of this.#content(entry.raw)) {
        checksum = crc32(chunk, checksum);
        yield chunk;
      }
    } catch (error) {
      if (error instanceof BadDeflate || error instanceof BeyondEnd)
        throw new BadEntry(zipProblem.entryBroken(shownName(entry.name)));
      throw error;
    }
    if (checksum !== entry.raw.crc) throw new BadEntry(zipProblem.crc(shownName(entry.name)));
  }

  async *#content(raw: DirectoryEntry): AsyncGenerator<Uint8Array> {
    const local = await locate(this.#blocks, raw);
    if (typeof local === 'string') throw new BadDeflate();
    const { compressedSize, size, method } = raw;
    if (method === 0) yield* this.#blocks.stream(local.dataStart, compressedSize);
    else if (compressedSize <= SMALL && size <= SMALL)
      yield inflateAll(await this.#blocks.read(local.dataStart, compressedSize), size);
    else yield* inflate(this.#blocks.stream(local.dataStart, compressedSize), compressedSize, size);
  }

  /**
   * Some bytes from within an entry that was unpacked without a problem. Of a compressed one, everything before is
   * unpacked again: for few reads of what was not worth keeping.
   * @throws BeyondEnd
   */
  async range(entry: ZipEntry, start: number, length: number): Promise<Buffer> {
    const { raw } = entry;
    if (start < 0 || length < 0 || !(start + length <= raw.size)) throw new BeyondEnd();
    if (raw.method === 0) {
      const local = await locate(this.#blocks, raw);
      if (typeof local !== 'string') return this.#blocks.read(local.dataStart + start, length);
    }
    const wanted = Buffer.alloc(length);
    let at = 0;
    for await (const chunk of this.#content(raw)) {
      if (at + chunk.length > start) wanted.set(cut(chunk, start - at, start + length - at), Math.max(at - start, 0));
      at += chunk.length;
      if (at >= start + length) break;
    }
    return wanted;
  }
}

const cut = (chunk: Uint8Array, from: number, to: number) => chunk.subarray(Math.max(from, 0), Math.max(to, 0));

/**
 * Opens a zip and lists it. A zip that cannot be listed gives the one problem that says why; everything else is
 * collected. Rejects only where the source itself fails.
 */
export async function openZip(blocks: Blocks, limits: ZipLimits): Promise<OpenZip | Problem> {
  const directory = await readDirectory(blocks, limits.maxEntries);
  if ('entries' in directory) return new OpenZip(blocks, directory, limits);
  if (directory.fault === 'too-many') return zipProblem.tooManyEntries(directory.count, limits.maxEntries);
  return directory.fault === 'truncated' ? zipProblem.truncated() : zipProblem.broken();
}
