import { crc32 } from 'node:zlib';
import { deflateSync } from 'fflate';

/** One file of a zip, with the liberties that broken tools and attackers take. */
export interface ZipFile {
  /** Text is written as UTF-8 with its flag set; bytes are written as they are, without the flag. */
  name: string | Uint8Array;
  data: Uint8Array;
  /** Deflated by default; documents that are compressed already are better stored. */
  method?: 'deflate' | 'store';
  /** Claims instead of the truth. */
  claimed?: { size?: number; crc?: number; flags?: number; method?: number; unixMode?: number };
}

/** 2025-11-03 00:00, the same for every entry, so that equal content gives equal bytes. */
const DOS_DATE = ((2025 - 1980) << 9) | (11 << 5) | 3;

interface Prepared {
  name: Buffer;
  body: Uint8Array;
  fixed: Buffer;
  attributes: number;
}

function prepare(file: ZipFile): Prepared {
  const { claimed = {} } = file;
  const utf8 = typeof file.name === 'string';
  const name = Buffer.from(file.name);
  // The pure JavaScript deflate gives the same bytes on every machine; zlib's differ between processors.
  const body = file.method === 'store' ? file.data : deflateSync(file.data);
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0);
  fixed.writeUInt16LE((utf8 ? 0x800 : 0) | (claimed.flags ?? 0), 2);
  fixed.writeUInt16LE(claimed.method ?? (file.method === 'store' ? 0 : 8), 4);
  fixed.writeUInt16LE(0, 6);
  fixed.writeUInt16LE(DOS_DATE, 8);
  fixed.writeUInt32LE(claimed.crc ?? crc32(file.data), 10);
  fixed.writeUInt32LE(body.length, 14);
  fixed.writeUInt32LE(claimed.size ?? file.data.length, 18);
  fixed.writeUInt16LE(name.length, 22);
  return { name, body, fixed, attributes: ((claimed.unixMode ?? 0o100644) << 16) >>> 0 };
}

const signature = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};

function centralHeader(file: Prepared, offset: number): Buffer {
  const before = Buffer.concat([signature(0x02014b50), Buffer.from([20, 3])]);
  const after = Buffer.alloc(14);
  after.writeUInt32LE(file.attributes, 6);
  after.writeUInt32LE(offset, 10);
  return Buffer.concat([before, file.fixed, after, file.name]);
}

/** A zip of these files in this order, equal to the byte for equal input. */
export function writeZip(files: ZipFile[]): Buffer {
  const prepared = files.map(prepare);
  const parts: Uint8Array[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const file of prepared) {
    directory.push(centralHeader(file, offset));
    const local = Buffer.concat([signature(0x04034b50), file.fixed, file.name]);
    parts.push(local, file.body);
    offset += local.length + file.body.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, signature(0x06054b50), end]);
}
