import { createHash } from 'node:crypto';
import type { Problem } from '../schemas/findings.ts';
import { attachmentProblem } from './attachment-problems.ts';
import { isActiveExtension, isArchiveExtension } from './content.ts';
import { FORM_FILE } from './excel/layout.ts';
import { MAX_WORKBOOK_BYTES } from './excel/open.ts';
import { formProblem } from './excel/problems.ts';
import { Inspection } from './inspect.ts';
import { LookbackRoom } from './lookback.ts';
import { extension, shownName } from './names.ts';
import { manifestProblem } from './problems.ts';
import { BadEntry, type OpenZip, type ZipEntry } from './zip.ts';

export const MANIFEST = 'application.json';
/** What may say what is applied for; exactly one of them. */
export const MANIFESTS = [MANIFEST, FORM_FILE] as const;
export const ATTACHMENTS = 'attachments/';
const MAX_MANIFEST_BYTES = 1024 * 1024;

/** Which of them an entry at the root is, or null. */
export const manifestName = ({ name, otherName }: ZipEntry) =>
  MANIFESTS.find((file) => name === file || otherName === file) ?? null;

/** What was found in one entry. */
export interface Found {
  problem: Problem | null;
  /** Null where the content could not be read. */
  sha256: string | null;
  /** The manifest's content. */
  bytes: Buffer | null;
}

/**
 * Reads a zip once, in the order of its bytes: whether every entry lies where it should, and the content of the manifest
 * and of all attachments. Everything else is let be. Rejects only where the source itself fails.
 * @param mostBytes that any file may have
 */
export async function sweep(zip: OpenZip, mostBytes: number) {
  const found = new Map<ZipEntry, Found>();
  const problems: Problem[] = [];
  const room = new LookbackRoom();
  for (const entry of zip.inOrder) {
    const problem = await zip.locate(entry);
    if (problem !== null) problems.push(problem);
    if (!entry.readable || entry.name.endsWith('/')) continue;
    const file = manifestName(entry);
    if (file !== null) found.set(entry, await caught(() => manifest(zip, entry, file === FORM_FILE)));
    else if (entry.name.startsWith(ATTACHMENTS))
      found.set(entry, await caught(() => attachment(zip, entry, mostBytes, room)));
  }
  return { found, problems };
}

const unread = (problem: Problem): Found => ({ problem, sha256: null, bytes: null });

async function caught(read: () => Promise<Found>): Promise<Found> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof BadEntry) return unread(error.problem);
    throw error;
  }
}

async function manifest(zip: OpenZip, entry: ZipEntry, isForm: boolean): Promise<Found> {
  if (isForm && entry.size > MAX_WORKBOOK_BYTES) return unread(formProblem.unreadable('too-large'));
  if (!isForm && entry.size > MAX_MANIFEST_BYTES) return unread(manifestProblem.tooLarge(MAX_MANIFEST_BYTES));
  const chunks: Buffer[] = [];
  for await (const chunk of zip.unpack(entry)) chunks.push(Buffer.from(chunk));
  const bytes = Buffer.concat(chunks);
  return { problem: null, sha256: createHash('sha256').update(bytes).digest('hex'), bytes };
}

/** Unpacks one attachment and says whether it is a document that a reviewer can open. */
async function attachment(zip: OpenZip, entry: ZipEntry, mostBytes: number, room: LookbackRoom): Promise<Found> {
  const refusal = refusedUnread(entry, mostBytes);
  if (refusal !== null) return unread(refusal);
  const inspection = new Inspection(entry, room, (start, length) => zip.range(entry, start, length));
  for await (const chunk of zip.unpack(entry)) inspection.push(chunk);
  return { problem: await inspection.problem(), sha256: inspection.sha256(), bytes: null };
}

/** What its name and size alone say. */
function refusedUnread({ name, size }: ZipEntry, mostBytes: number): Problem | null {
  const where = shownName(name);
  const ending = extension(name);
  if (isArchiveExtension(ending)) return attachmentProblem.nestedArchive(where);
  if (isActiveExtension(ending)) return attachmentProblem.active(where, ending.toUpperCase());
  if (size === 0) return attachmentProblem.empty(where);
  return size > mostBytes ? attachmentProblem.tooLarge(where, size, mostBytes) : null;
}
