import type { Problem } from '../schemas/findings.ts';
import type { AttachmentKind } from '../schemas/package.ts';
import { attachmentProblem } from './attachment-problems.ts';
import { fileType, isActiveExtension, isArchiveExtension } from './content.ts';
import { kindProblem } from './kind-limits.ts';
import type { KindLimit } from './limits.ts';

/** Bytes of a file's beginning that the first look wants. */
export const HEAD_BYTES = 1024;

const begins = (head: Uint8Array, ...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
const ZIP = [0x50, 0x4b, 0x03, 0x04];

/** PDFs may begin with a few bytes of something else. */
const hasPdf = (head: Uint8Array) => new TextDecoder('latin1').decode(head).includes('%PDF-');

function fits(extension: string, head: Uint8Array): boolean {
  switch (extension) {
    case 'pdf':
      return hasPdf(head);
    case 'png':
      return begins(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
    case 'jpg':
    case 'jpeg':
      return begins(head, 0xff, 0xd8, 0xff);
    default:
      return begins(head, ...ZIP);
  }
}

interface Chosen {
  name: string;
  /** Bytes. */
  size: number;
  /** Its first `HEAD_BYTES`. */
  head: Uint8Array;
}

/**
 * What can be said of a file before it is sent, from its name, size and beginning, in the words in which the intake would
 * refuse it; null where nothing is wrong so far. Runs in browsers: no Node.
 */
export function firstLook(kind: AttachmentKind, limit: KindLimit, file: Chosen): Problem | null {
  const { name, size, head } = file;
  const extension = /\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (isArchiveExtension(extension)) return attachmentProblem.nestedArchive(name);
  if (isActiveExtension(extension)) return attachmentProblem.active(name, extension.toUpperCase());
  if (size === 0) return attachmentProblem.empty(name);
  const type = fileType(extension);
  if (type !== null && fits(extension, head)) return kindProblem(kind, limit, { name, extension, size });
  if (begins(head, ...ZIP)) return attachmentProblem.nestedArchive(name);
  return type === null ? attachmentProblem.type(name) : attachmentProblem.otherFormat(name, null);
}
