import type { AttachmentType } from './limits.ts';

/** A type of file that is accepted, as the policy's limits name it. */
export interface FileType {
  contentType: string;
  format: 'PDF' | 'JPEG' | 'PNG' | 'ZIP';
  type: AttachmentType;
}

const OOXML = 'application/vnd.openxmlformats-officedocument';
const JPEG: FileType = { contentType: 'image/jpeg', format: 'JPEG', type: 'image' };
/** What an attachment may be, by extension. */
const TYPES = new Map<string, FileType>([
  ['pdf', { contentType: 'application/pdf', format: 'PDF', type: 'pdf' }],
  ['jpg', JPEG],
  ['jpeg', JPEG],
  ['png', { contentType: 'image/png', format: 'PNG', type: 'image' }],
  ['xlsx', { contentType: `${OOXML}.spreadsheetml.sheet`, format: 'ZIP', type: 'xlsx' }],
  ['docx', { contentType: `${OOXML}.wordprocessingml.document`, format: 'ZIP', type: 'docx' }],
]);
const ARCHIVE_EXTENSIONS = new Set(['zip', 'rar', '7z', 'tar', 'gz', 'tgz', 'bz2', 'xz', 'cab', 'iso']);
const ACTIVE_EXTENSIONS = new Set(
  'htm html xhtml mht mhtml svg js vbs wsf hta exe bat cmd com scr msi lnk ps1 jar xlsm xltm xlam docm dotm pptm'.split(
    ' ',
  ),
);

/** What files of an extension are, or null where it is not accepted. */
export const fileType = (extension: string): FileType | null => TYPES.get(extension) ?? null;

export const isArchiveExtension = (extension: string): boolean => ARCHIVE_EXTENSIONS.has(extension);

/** Pages, scripts, programs and documents with macros. */
export const isActiveExtension = (extension: string): boolean => ACTIVE_EXTENSIONS.has(extension);

const SIGNATURES: [hex: string, format: string, at?: number][] = [
  ['89504e470d0a1a0a', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['504b0304', 'ZIP'],
  ['504b0506', 'ZIP'],
  ['526172211a07', 'RAR'],
  ['377abcaf271c', '7Z'],
  ['1f8b08', 'GZIP'],
  ['425a68', 'BZIP2'],
  ['fd377a585a00', 'XZ'],
  ['4d534346', 'CAB'],
  ['7573746172', 'TAR', 257],
  ['d0cf11e0a1b11ae1', 'DOC/XLS'],
  ['47494638', 'GIF'],
  ['49492a00', 'TIFF'],
  ['4d4d002a', 'TIFF'],
  ['667479706865', 'HEIC', 4],
  ['57454250', 'WEBP', 8],
];
const ARCHIVES = new Set(['ZIP', 'RAR', '7Z', 'GZIP', 'BZIP2', 'XZ', 'CAB', 'TAR']);

/** How much of a file's beginning shows what it is. */
export const HEAD = 1024;

/** Name of the format that a file's first bytes show, or null. */
export function detectedFormat(head: Buffer): string | null {
  const found = SIGNATURES.find(([hex, , at = 0]) => head.subarray(at, at + hex.length / 2).toString('hex') === hex);
  if (found) return found[1];
  const page = pageIn(head);
  if (page !== null) return page;
  // Viewers take a PDF whose header comes a little late.
  return head.includes('%PDF-') ? 'PDF' : null;
}

export const isArchive = (format: string | null): boolean => ARCHIVES.has(format ?? '');

/** What browsers run, whatever its name. */
export const isActive = (format: string | null): boolean => format === 'HTML' || format === 'SVG';

/** A page or a drawing of the web, as a browser would recognize it by its first element. */
function pageIn(head: Buffer): 'HTML' | 'SVG' | null {
  const wide = head[0] === 0xff && head[1] === 0xfe;
  const text = head.toString(wide ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
  const first = text.replace(/^(\s|<!--[\s\S]*?-->|<\?[\s\S]*?\?>)+/, '').toLowerCase();
  if (/^(<!doctype svg|<svg[\s>])/.test(first)) return 'SVG';
  return /^<(!doctype html|html|head|body|script|iframe|title|table|div|meta|style)\b/.test(first) ? 'HTML' : null;
}
