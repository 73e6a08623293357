import { isUtf8 } from 'node:buffer';
import { crc32 } from 'node:zlib';

/** Name of an entry as its maker most likely meant it. */
export interface EntryName {
  /** Forward slashes, NFC; null where no known encoding fits. */
  name: string | null;
  /** A second reading: short GBK names can happen to be valid UTF-8 (“联通”). Null where there is none. */
  otherName: string | null;
}

const UNICODE_PATH = 0x7075;

/** macOS stores decomposed characters, older Windows tools store backslashes; the manifest has neither. */
const tidy = (name: string): string => name.replaceAll('\\', '/').normalize('NFC');

export const normalizedPath = (path: string): string => path.normalize('NFC');

function decode(bytes: Uint8Array, encoding: string): string | null {
  try {
    return tidy(new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return null;
  }
}

/**
 * Decodes an entry name: the Info-ZIP Unicode field, else UTF-8 where flagged or valid, else GB 18030 (which contains GBK):
 * Chinese Windows writes names in the local code page and leaves the UTF-8 flag unset.
 */
export function entryName(raw: Uint8Array, utf8Flag: boolean, extra: { id: number; data: Uint8Array }[]): EntryName {
  const unicode = extra.find((field) => field.id === UNICODE_PATH && field.data[0] === 1 && field.data.length > 5);
  if (unicode) {
    const view = new DataView(unicode.data.buffer, unicode.data.byteOffset);
    // The field names the checksum of the plain name; another one means the entry was renamed by a tool that ignores the field.
    if (view.getUint32(1, true) === crc32(raw))
      return { name: decode(unicode.data.subarray(5), 'utf-8'), otherName: null };
  }
  if (utf8Flag) return { name: decode(raw, 'utf-8'), otherName: null };
  const ascii = raw.every((byte) => byte < 0x80);
  if (isUtf8(raw)) return { name: decode(raw, 'utf-8'), otherName: ascii ? null : decode(raw, 'gb18030') };
  return { name: decode(raw, 'gb18030'), otherName: null };
}

/** Files that macOS and Windows leave in zips without the person knowing. They are skipped without a word. */
export function isJunk(name: string): boolean {
  const base = name.split('/').at(-1) ?? '';
  return (
    name.startsWith('__MACOSX/') ||
    base.startsWith('._') ||
    base.startsWith('~$') ||
    ['.ds_store', 'thumbs.db', 'desktop.ini'].includes(base.toLowerCase())
  );
}

/** Whether unpacking this name could write outside the folder it is unpacked into. */
export function escapes(name: string): boolean {
  return name.startsWith('/') || /^[a-zA-Z]:/.test(name) || name.split('/').includes('..');
}

/** Lower-case extension without the dot, or the empty string. */
export function extension(name: string): string {
  return /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

/** A name fit for a report: control characters made visible, bounded. */
export function shownName(name: string): string {
  const visible = name.replace(/\p{Cc}/gu, '\ufffd');
  return visible.length > 200 ? `${visible.slice(0, 200)}…` : visible;
}
