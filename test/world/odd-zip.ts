import { crc32, deflateRawSync } from 'node:zlib';

/** One entry with every figure of its own, so that any of them may be wrong. */
export interface OddEntry {
  name: string | Uint8Array;
  data: Uint8Array;
  store?: boolean;
  /** Sizes and checksum come after the data, with or without a signature. */
  descriptor?: 'signed' | 'bare';
  /** Sizes and offset in 64 bits. */
  zip64?: boolean;
  /** Bytes between the local header and the data. */
  localExtra?: Uint8Array;
  /** Bytes instead of the compressed data, with the sizes and checksum of `data`. */
  body?: Uint8Array;
  central?: Partial<Header> & { offset?: number };
  local?: Partial<Header>;
}

interface Header {
  name: string | Uint8Array;
  madeBy: number;
  flags: number;
  method: number;
  crc: number;
  compressedSize: number;
  size: number;
  attributes: number;
}

export interface OddZip {
  comment?: Uint8Array;
  /** Between the entries and the directory. */
  gap?: Uint8Array;
  /** The end record in 64 bits. */
  zip64?: boolean;
  end?: { count?: number; offset?: number; size?: number; disk?: number };
}

const WIDE = 0xffffffff;

/** Little-endian numbers of these widths one after the other. */
function packed(...fields: [width: 2 | 4 | 8, value: number][]): Buffer {
  const bytes = Buffer.alloc(fields.reduce((sum, [width]) => sum + width, 0));
  let at = 0;
  for (const [width, value] of fields) {
    if (width === 8) bytes.writeBigUInt64LE(BigInt(value), at);
    else bytes.writeUIntLE(value, at, width);
    at += width;
  }
  return bytes;
}

const field = (id: number, data: Buffer): Buffer => Buffer.concat([packed([2, id], [2, data.length]), data]);

function figures(entry: OddEntry): { body: Uint8Array; header: Header } {
  const body = entry.body ?? (entry.store ? entry.data : deflateRawSync(entry.data));
  const utf8 = typeof entry.name === 'string' ? 0x800 : 0;
  const header: Header = {
    name: entry.name,
    madeBy: 0x0314,
    flags: utf8 | (entry.descriptor ? 8 : 0),
    method: entry.store ? 0 : 8,
    crc: crc32(entry.data),
    compressedSize: body.length,
    size: entry.data.length,
    attributes: (0o100644 << 16) >>> 0,
  };
  return { body, header };
}

function localBytes(entry: OddEntry, header: Header, body: Uint8Array): Buffer {
  const { flags, method, crc, compressedSize, size, name } = { ...header, ...entry.local };
  const raw = Buffer.from(name);
  const [a, b, c] = entry.descriptor ? [0, 0, 0] : [crc, compressedSize, size];
  const wide = entry.zip64 ? field(1, packed([8, c], [8, b])) : Buffer.alloc(0);
  const extra = Buffer.concat([wide, entry.localExtra ?? Buffer.alloc(0)]);
  const sizes: [4, number][] = entry.zip64 ? [[4, WIDE], [4, WIDE]] : [[4, b], [4, c]]; // biome-ignore format: pairs
  const fixed = packed([4, 0x04034b50], [2, 45], [2, flags], [2, method], [4, 0x5b630000], [4, a], ...sizes);
  const lengths = packed([2, raw.length], [2, extra.length]);
  return Buffer.concat([fixed, lengths, raw, extra, body, descriptorBytes(entry, header)]);
}

function descriptorBytes({ descriptor, zip64 }: OddEntry, { crc, compressedSize, size }: Header): Buffer {
  if (descriptor === undefined) return Buffer.alloc(0);
  const width = zip64 ? 8 : 4;
  const figures = packed([4, crc], [width, compressedSize], [width, size]);
  return descriptor === 'signed' ? Buffer.concat([packed([4, 0x08074b50]), figures]) : figures;
}

function centralBytes(entry: OddEntry, header: Header, at: number): Buffer {
  const { offset, ...figures } = { ...header, offset: at, ...entry.central };
  const { madeBy, flags, method, crc, compressedSize, size, attributes, name } = figures;
  const raw = Buffer.from(name);
  const extra = entry.zip64 ? field(1, packed([8, size], [8, compressedSize], [8, offset])) : Buffer.alloc(0);
  const [b, c, d] = entry.zip64 ? [WIDE, WIDE, WIDE] : [compressedSize, size, offset];
  return Buffer.concat([
    packed([4, 0x02014b50], [2, madeBy], [2, 45], [2, flags], [2, method], [4, 0x5b630000], [4, crc], [4, b], [4, c]),
    packed([2, raw.length], [2, extra.length], [2, 0], [2, 0], [2, 0], [4, attributes], [4, d]),
    raw,
    extra,
  ]);
}

/** A zip byte by byte, with the liberties that tools, accidents and attackers take. */
export function writeOddZip(entries: OddEntry[], zip: OddZip = {}): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const entry of entries) {
    const { body, header } = figures(entry);
    directory.push(centralBytes(entry, header, at));
    const local = localBytes(entry, header, body);
    parts.push(local);
    at += local.length;
  }
  if (zip.gap) parts.push(zip.gap);
  const central = Buffer.concat(directory);
  const start = at + (zip.gap?.length ?? 0);
  const { count = entries.length, offset = start, size = central.length, disk = 0 } = zip.end ?? {};
  const comment = zip.comment ?? new Uint8Array();
  const wide = zip.zip64 ? wideEnd(count, size, offset, start + central.length) : Buffer.alloc(0);
  const [n, s, o] = zip.zip64 ? [0xffff, WIDE, WIDE] : [count, size, offset];
  const end = packed([4, 0x06054b50], [2, disk], [2, disk], [2, n], [2, n], [4, s], [4, o], [2, comment.length]);
  return Buffer.concat([...parts, central, wide, end, comment]);
}

function wideEnd(count: number, size: number, offset: number, at: number): Buffer {
  const record = packed([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0]);
  const figures = packed([8, count], [8, count], [8, size], [8, offset]);
  return Buffer.concat([record, figures, packed([4, 0x07064b50], [4, 0], [8, at], [4, 1])]);
}
