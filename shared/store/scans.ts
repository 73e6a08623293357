import { NoSuchKey } from '@aws-sdk/client-s3';
import { sha256Hex } from '../canonical.ts';
import { detectedFormat, HEAD } from '../package/content.ts';
import { checkPdf } from '../package/pdf/check.ts';
import type { Bucket } from './buckets.ts';

const TYPES = {
  PDF: { extension: 'pdf', contentType: 'application/pdf' },
  JPEG: { extension: 'jpg', contentType: 'image/jpeg' },
  PNG: { extension: 'png', contentType: 'image/png' },
} as const;
type Format = keyof typeof TYPES;
const isFormat = (format: string | null): format is Format => format !== null && format in TYPES;

/** The name a scan is kept under: its content's hash and what it is. */
const NAME = /^[0-9a-f]{64}\.(pdf|jpg|png)$/;
export const isScanName = (name: string): boolean => NAME.test(name);
export const contentTypeOf = (name: string): string =>
  Object.values(TYPES).find(({ extension }) => name.endsWith(`.${extension}`))?.contentType ?? '';

/** Where the scans of a district's signed sheet lie; nothing is overwritten by something else. */
export const scanKey = (roundId: string, district: string, name: string): string =>
  `scans/${roundId}/${district}/${name}`;

/** The name of a scan; null for what is neither a picture nor a PDF that opens, does nothing by itself, and has a page. */
export async function scanName(bytes: Uint8Array): Promise<string | null> {
  const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = detectedFormat(whole.subarray(0, HEAD));
  if (!isFormat(format)) return null;
  const read = async (start: number, length: number) => whole.subarray(start, start + length);
  if (format === 'PDF' && (await checkPdf({ size: whole.length, read })) !== 'good') return null;
  return `${sha256Hex(bytes)}.${TYPES[format].extension}`;
}

/** Keeps a scan as it came; the same one twice is one. */
export async function keepScan(evidence: Bucket, key: string, bytes: Uint8Array): Promise<void> {
  if ((await evidence.head(key)) === null) await evidence.write(key, bytes, contentTypeOf(key));
}

/** Whether this scan lies there, and is what its name says. */
export async function isKept(evidence: Bucket, roundId: string, district: string, name: string): Promise<boolean> {
  if (!isScanName(name)) return false;
  try {
    return (await scanName(await evidence.read(scanKey(roundId, district, name)))) === name;
  } catch (error) {
    if (error instanceof NoSuchKey) return false;
    throw error;
  }
}
