/** What an attachment may be, by extension. */
const CONTENT_TYPES = new Map([
  ['pdf', 'application/pdf'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['png', 'image/png'],
  ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
]);
const ARCHIVE_EXTENSIONS = new Set(['zip', 'rar', '7z', 'tar', 'gz', 'tgz', 'bz2', 'xz', 'cab', 'iso']);

/** MIME type an extension stands for, or null where the extension is not accepted. */
export const contentTypeOf = (extension: string): string | null => CONTENT_TYPES.get(extension) ?? null;

export const isArchiveExtension = (extension: string): boolean => ARCHIVE_EXTENSIONS.has(extension);

const SIGNATURES: [string, string][] = [
  ['89504e470d0a1a0a', 'PNG'],
  ['ffd8ff', 'JPEG'],
  ['504b0304', 'ZIP'],
  ['504b0506', 'ZIP'],
  ['526172211a07', 'RAR'],
  ['377abcaf271c', '7Z'],
  ['1f8b08', 'GZIP'],
  ['d0cf11e0a1b11ae1', 'DOC/XLS'],
  ['47494638', 'GIF'],
  ['49492a00', 'TIFF'],
  ['4d4d002a', 'TIFF'],
];
const ARCHIVES = new Set(['ZIP', 'RAR', '7Z', 'GZIP']);

const HEAD = 1024;
const TAIL = 2048;
/** Longer than any needle below, so that none is missed across two chunks. */
const OVERLAP = 32;
const NEEDLES = new Map([
  ['pdf', ['/Page', '/ObjStm']],
  ['xlsx', ['xl/workbook.xml']],
  ['docx', ['word/document.xml']],
]);

/** Whether `/Page` occurs as a whole name: `/Pages` and `/PageMode` are no page. */
function hasPage(bytes: Buffer): boolean {
  for (let at = bytes.indexOf('/Page'); at >= 0; at = bytes.indexOf('/Page', at + 1)) {
    if (!/[A-Za-z]/.test(String.fromCharCode(bytes[at + 5] ?? 0x20))) return true;
  }
  return false;
}

/** Looks at a file as it streams by and says whether it is what its extension promises, without keeping it in memory. */
export class ContentProbe {
  private head = Buffer.alloc(0);
  private tail = Buffer.alloc(0);
  private found = false;
  private readonly extension: string;
  private readonly needles: string[];

  constructor(extension: string) {
    this.extension = extension;
    this.needles = NEEDLES.get(extension) ?? [];
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.head.length < HEAD) this.head = Buffer.concat([this.head, bytes.subarray(0, HEAD - this.head.length)]);
    if (!this.found && this.needles.length > 0) {
      const joined = Buffer.concat([this.tail.subarray(-OVERLAP), bytes]);
      this.found = this.needles.some((needle) => (needle === '/Page' ? hasPage(joined) : joined.includes(needle)));
    }
    this.tail = Buffer.concat([this.tail, bytes.subarray(-TAIL)]).subarray(-TAIL);
  }

  /** Name of the format that the first bytes show, or null. */
  detected(): string | null {
    const hex = this.head.subarray(0, 8).toString('hex');
    const signature = SIGNATURES.find(([magic]) => hex.startsWith(magic));
    if (signature) return signature[1];
    return this.head.includes('%PDF-') ? 'PDF' : null;
  }

  isArchive(): boolean {
    return ARCHIVES.has(this.detected() ?? '');
  }

  /** Null where the content fits the extension, else the reason. Only for accepted extensions. */
  mismatch(): 'other-format' | 'incomplete' | null {
    const detected = this.detected();
    switch (this.extension) {
      case 'pdf':
        if (detected !== 'PDF') return 'other-format';
        // Newer PDFs keep their page objects inside compressed object streams, so either is enough.
        return this.tail.includes('%%EOF') && this.found ? null : 'incomplete';
      case 'png':
        if (detected !== 'PNG') return 'other-format';
        return this.tail.includes('IEND') ? null : 'incomplete';
      case 'jpg':
      case 'jpeg':
        return detected === 'JPEG' ? null : 'other-format';
      default:
        return detected === 'ZIP' && this.found ? null : 'other-format';
    }
  }
}
