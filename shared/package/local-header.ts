import { type DirectoryEntry, extraFields, type RandomAccess } from './directory.ts';
import { BeyondEnd } from './source.ts';

const HEADER = 30;
const ZIP64 = 0x0001;
const ENCRYPTED = 0x0001;
const SIZES_FOLLOW = 0x0008;

/**
 * An entry's content in the file, by its local header. `broken`: there is no header, or the content would lie beyond the end of the file.
 * `differs`: the header says something else than the directory, so that one tool would see another file than the next.
 */
export async function locate(
  source: RandomAccess,
  entry: DirectoryEntry,
): Promise<{ dataStart: number } | 'broken' | 'differs'> {
  try {
    const fixed = await source.read(entry.offset, HEADER);
    if (fixed.readUInt32LE(0) !== 0x04034b50) return 'broken';
    const nameLength = fixed.readUInt16LE(26);
    const rest = await source.read(entry.offset + HEADER, nameLength + fixed.readUInt16LE(28));
    const dataStart = entry.offset + HEADER + rest.length;
    if (!(dataStart + entry.compressedSize <= source.size)) return 'broken';
    const name = rest.subarray(0, nameLength);
    return agrees(fixed, name, rest.subarray(nameLength), entry) ? { dataStart } : 'differs';
  } catch (error) {
    if (error instanceof BeyondEnd) return 'broken';
    throw error;
  }
}

function agrees(fixed: Buffer, name: Buffer, extra: Buffer, entry: DirectoryEntry): boolean {
  const flags = fixed.readUInt16LE(6);
  if (!name.equals(entry.rawName) || fixed.readUInt16LE(8) !== entry.method) return false;
  if (((flags ^ entry.flags) & ENCRYPTED) !== 0) return false;
  // A tool that writes to a pipe learns checksum and sizes only afterwards, and puts them behind the data.
  if ((flags & SIZES_FOLLOW) !== 0) return true;
  return fixed.readUInt32LE(14) === entry.crc && sizesAgree(fixed, extra, entry);
}

function sizesAgree(fixed: Buffer, extra: Buffer, { size, compressedSize }: DirectoryEntry): boolean {
  let [compressed, unpacked] = [fixed.readUInt32LE(18), fixed.readUInt32LE(22)];
  const wide = extraFields(extra).find(({ id }) => id === ZIP64)?.data;
  if (wide !== undefined && wide.length >= 16 && (unpacked === 0xffffffff || compressed === 0xffffffff)) {
    // In a local header both are there, or neither.
    unpacked = Number(wide.readBigUInt64LE(0));
    compressed = Number(wide.readBigUInt64LE(8));
  }
  return compressed === compressedSize && unpacked === size;
}
