import { createHash } from 'node:crypto';
import type { Problem } from '../schemas/findings.ts';
import { attachmentProblem } from './attachment-problems.ts';
import { detectedFormat, type FileType, fileType, HEAD, isActive, isArchive } from './content.ts';
import { JpegWalk, PngWalk } from './images.ts';
import { Lookback, type LookbackRoom } from './lookback.ts';
import { extension, shownName } from './names.ts';
import { checkOoxml, type OoxmlVerdict } from './ooxml.ts';
import { checkPdf, type PdfVerdict } from './pdf/check.ts';

/** Actions that run scripts or programs. The longest is sought across the seam of two chunks as well. */
const ACTIONS = ['/JavaScript', '/Launch'];
const SEAM = 16;

/** Looks at a file as it streams by: its hash, and whether it is a document of its kind that a reviewer can open and that does nothing. */
export class Inspection {
  readonly #name: string;
  readonly #extension: string;
  readonly #type: FileType | null;
  readonly #hash = createHash('sha256');
  readonly #walk: JpegWalk | PngWalk | null;
  readonly #lookback: Lookback | null;
  #head = Buffer.alloc(0);
  #seam = Buffer.alloc(0);
  #action: string | null = null;

  /**
   * @param file its name and size
   * @param room memory that one inspection after the other uses
   * @param reread gives some bytes of the file once more
   */
  constructor(
    file: { name: string; size: number },
    room: LookbackRoom,
    reread: (start: number, length: number) => Promise<Buffer>,
  ) {
    this.#name = file.name;
    this.#extension = extension(file.name);
    this.#type = fileType(this.#extension);
    const format = this.#type?.format;
    this.#walk = format === 'JPEG' ? new JpegWalk() : format === 'PNG' ? new PngWalk() : null;
    this.#lookback = format === 'PDF' || format === 'ZIP' ? new Lookback(file.size, room, reread) : null;
  }

  push(chunk: Uint8Array): void {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#hash.update(bytes);
    if (this.#head.length < HEAD) this.#head = Buffer.concat([this.#head, bytes.subarray(0, HEAD - this.#head.length)]);
    this.#walk?.push(bytes);
    this.#lookback?.push(bytes);
    if (this.#type?.format === 'PDF' && this.#action === null) this.#seekAction(bytes);
  }

  #seekAction(bytes: Buffer): void {
    const seam = Buffer.concat([this.#seam, bytes.subarray(0, SEAM)]);
    const found = ACTIONS.find((action) => hasName(seam, action) || hasName(bytes, action));
    this.#action = found?.slice(1) ?? null;
    this.#seam = Buffer.concat([this.#seam, bytes.subarray(-SEAM)]).subarray(-SEAM);
  }

  sha256(): string {
    return this.#hash.digest('hex');
  }

  /** What is wrong with the file; asked once all of it has been pushed. */
  async problem(): Promise<Problem | null> {
    const where = shownName(this.#name);
    const format = detectedFormat(this.#head);
    if (isActive(format)) return attachmentProblem.active(where, String(format));
    if (this.#type === null)
      return isArchive(format) ? attachmentProblem.nestedArchive(where) : attachmentProblem.type(where);
    if (format !== this.#type.format)
      return isArchive(format) ? attachmentProblem.nestedArchive(where) : attachmentProblem.otherFormat(where, format);
    if (this.#walk !== null) return this.#walk.isComplete() ? null : attachmentProblem.incomplete(where);
    if (this.#lookback === null) return null;
    if (format === 'PDF') return pdfProblem(await checkPdf(this.#lookback), this.#action, where);
    return ooxmlProblem(await checkOoxml(this.#lookback, this.#extension === 'xlsx' ? 'xlsx' : 'docx'), where);
  }
}

function hasName(bytes: Buffer, name: string): boolean {
  for (let at = bytes.indexOf(name); at >= 0; at = bytes.indexOf(name, at + 1)) {
    // Another name may begin with this one.
    if (!/[A-Za-z0-9]/.test(String.fromCharCode(bytes[at + name.length] ?? 0x20))) return true;
  }
  return false;
}

function pdfProblem(verdict: PdfVerdict, action: string | null, where: string): Problem | null {
  if (verdict === 'encrypted') return attachmentProblem.pdfEncrypted(where);
  if (verdict === 'broken') return attachmentProblem.pdfBroken(where);
  if (verdict === 'no-page') return attachmentProblem.pdfEmpty(where);
  const active = verdict === 'good' ? action : verdict;
  return active === null ? null : attachmentProblem.active(where, active);
}

function ooxmlProblem(verdict: OoxmlVerdict, where: string): Problem | null {
  if (verdict === 'macros') return attachmentProblem.active(where, '宏');
  if (verdict === 'bomb') return attachmentProblem.bomb(where);
  return verdict === 'other' ? attachmentProblem.otherFormat(where, 'ZIP') : null;
}
