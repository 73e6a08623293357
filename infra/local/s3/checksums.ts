import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

interface Digest {
  update(bytes: Uint8Array): void;
  value(): Buffer;
}

const HASHES = ['sha1', 'sha256', 'sha512', 'md5'];
const CRCS: Record<string, () => Digest> = {
  crc32: () => {
    let crc = 0;
    return {
      update: (bytes) => {
        crc = crc32(bytes, crc);
      },
      value: () => uint32(crc),
    };
  },
  crc32c: () => crc32c(),
  crc64nvme: () => crc64nvme(),
};

/** Lower-case names, as they stand in `x-amz-checksum-<name>`. */
export const CHECKSUM_ALGORITHMS: readonly string[] = [...Object.keys(CRCS), ...HASHES];

/** CRCs of a whole object, hashes of part hashes: what S3 gives a multipart object unless told otherwise. */
export function isCrc(algorithm: string): boolean {
  return algorithm in CRCS;
}

export function createDigest(algorithm: string): Digest {
  const crc = CRCS[algorithm];
  if (crc) return crc();
  const hash = createHash(algorithm);
  return { update: (bytes) => void hash.update(bytes), value: () => hash.digest() };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

/** Tables for a reflected CRC of 64 bits in two halves; a CRC of 32 bits uses the low half only. */
function crcTables(polyHigh: number, polyLow: number): { high: Uint32Array; low: Uint32Array } {
  const high = new Uint32Array(256);
  const low = new Uint32Array(256);
  for (let i = 0; i < 256; i += 1) {
    let h = 0;
    let l = i;
    for (let bit = 0; bit < 8; bit += 1) {
      const carry = l & 1;
      l = (l >>> 1) | (h << 31);
      h >>>= 1;
      if (carry) {
        h ^= polyHigh;
        l ^= polyLow;
      }
    }
    high[i] = h;
    low[i] = l;
  }
  return { high, low };
}

const CASTAGNOLI = crcTables(0, 0x82f63b78);
const NVME = crcTables(0x9a6c9329, 0xac4bc9b5);

function crc32c(): Digest {
  let crc = 0xffffffff;
  return {
    update: (bytes) => {
      for (const byte of bytes) crc = (crc >>> 8) ^ (CASTAGNOLI.low[(crc ^ byte) & 0xff] ?? 0);
    },
    value: () => uint32(~crc),
  };
}

function crc64nvme(): Digest {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update: (bytes) => {
      for (const byte of bytes) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (NVME.low[index] ?? 0);
        high = (high >>> 8) ^ (NVME.high[index] ?? 0);
      }
    },
    value: () => Buffer.concat([uint32(~high), uint32(~low)]),
  };
}
