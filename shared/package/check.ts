import { createHash } from 'node:crypto';
import type { Problem } from '../schemas/findings.ts';
import type { AttachmentKind, PackageManifest } from '../schemas/package.ts';
import { attachmentProblem } from './attachment-problems.ts';
import { ContentProbe, contentTypeOf, isArchiveExtension } from './content.ts';
import { FORM_FILE } from './excel/layout.ts';
import { MAX_WORKBOOK_BYTES } from './excel/open.ts';
import { formProblem } from './excel/problems.ts';
import { readForm } from './excel/read.ts';
import type { ListedAttachment, ManifestReading, Slot } from './manifest.ts';
import { readManifest } from './manifest.ts';
import { extension, normalizedPath, shownName } from './names.ts';
import { manifestProblem, moreProblems, zipProblem } from './problems.ts';
import type { ByteSource } from './source.ts';
import { cached } from './source.ts';
import type { OpenZip, ZipEntry } from './zip.ts';
import { openZip } from './zip.ts';

const MANIFEST = 'application.json';
const ATTACHMENTS = 'attachments/';
const MAX_MANIFEST_BYTES = 1024 * 1024;
/** A report stays within what one record can hold. */
const MAX_PROBLEMS = 200;

export interface PackageFile {
  kind: AttachmentKind | 'manifest';
  path: string;
  /** Unpacked bytes. */
  size: number;
  sha256: string;
  contentType: string;
}

export type PackageCheck =
  | { ok: true; manifest: PackageManifest; manifestSha256: string; files: PackageFile[] }
  | { ok: false; problems: Problem[] };

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const refused = (problems: Problem[]): PackageCheck => ({
  ok: false,
  problems:
    problems.length <= MAX_PROBLEMS
      ? problems
      : [...problems.slice(0, MAX_PROBLEMS), moreProblems(problems.length - MAX_PROBLEMS)],
});

/** The format that an upload which is no zip seems to be. */
async function notZip(source: ByteSource): Promise<Problem | null> {
  const head = source.size === 0 ? new Uint8Array() : await source.read(0, Math.min(1024, source.size));
  const probe = new ContentProbe('');
  probe.push(head);
  const detected = probe.detected();
  return detected === 'ZIP' ? null : zipProblem.notZip(detected);
}

interface ManifestFile {
  reading: ManifestReading;
  file: PackageFile | null;
}

const isNamed = (entry: ZipEntry, name: string): boolean => entry.name === name || entry.otherName === name;

/** The one file that says what is applied for: `application.json`, or the filled form. */
function manifestEntry({ entries }: OpenZip): ZipEntry | Problem {
  const [found, ...more] = [MANIFEST, FORM_FILE].flatMap((name) => entries.find((entry) => isNamed(entry, name)) ?? []);
  if (found !== undefined) return more.length === 0 ? found : manifestProblem.twice();
  const elsewhere = entries.find(({ name }) => [MANIFEST, FORM_FILE].some((file) => name.endsWith(`/${file}`)));
  const workbook = entries.find(({ name }) => /^[^/]+\.xls[xm]?$/i.test(name));
  return manifestProblem.missing({
    ...(elsewhere ? { foundAt: shownName(elsewhere.name) } : {}),
    ...(workbook ? { workbook: shownName(workbook.name) } : {}),
  });
}

async function manifestOf(zip: OpenZip, slot: Slot): Promise<ManifestFile> {
  const without = (...problems: Problem[]): ManifestFile => ({
    reading: { manifest: null, listed: null, problems },
    file: null,
  });
  const entry = manifestEntry(zip);
  if ('code' in entry) return without(entry);
  if (!entry.readable) return without();
  const isForm = !isNamed(entry, MANIFEST);
  if (entry.size > (isForm ? MAX_WORKBOOK_BYTES : MAX_MANIFEST_BYTES))
    return without(isForm ? formProblem.unreadable('too-large') : manifestProblem.tooLarge(MAX_MANIFEST_BYTES));
  const chunks: Uint8Array[] = [];
  const broken = await zip.unpack(entry, (chunk) => chunks.push(chunk));
  if (broken) return without(broken);
  const bytes = Buffer.concat(chunks);
  const names = zip.entries.map(({ name }) => name);
  return {
    reading: isForm ? await readForm(bytes, slot, names) : readManifest(bytes, slot),
    file: {
      kind: 'manifest',
      path: isForm ? FORM_FILE : MANIFEST,
      size: bytes.length,
      sha256: sha256(bytes),
      contentType: isForm ? (contentTypeOf('xlsx') ?? '') : 'application/json',
    },
  };
}

interface Inspected {
  problem: Problem | null;
  /** Null where the content could not be read. */
  sha256: string | null;
}

/** Unpacks one attachment and says whether it is a document that a reviewer can open. */
async function inspect(zip: OpenZip, entry: ZipEntry): Promise<Inspected> {
  const where = shownName(entry.name);
  const ending = extension(entry.name);
  if (isArchiveExtension(ending)) return { problem: attachmentProblem.nestedArchive(where), sha256: null };
  if (entry.size === 0) return { problem: attachmentProblem.empty(where), sha256: null };
  const probe = new ContentProbe(ending);
  const hash = createHash('sha256');
  const broken = await zip.unpack(entry, (chunk) => {
    hash.update(chunk);
    probe.push(chunk);
  });
  if (broken) return { problem: broken, sha256: null };
  return { problem: contentProblem(probe, ending, where), sha256: hash.digest('hex') };
}

function contentProblem(probe: ContentProbe, ending: string, where: string): Problem | null {
  if (contentTypeOf(ending) === null)
    return probe.isArchive() ? attachmentProblem.nestedArchive(where) : attachmentProblem.type(where);
  const mismatch = probe.mismatch();
  if (mismatch === null) return null;
  return mismatch === 'incomplete'
    ? attachmentProblem.incomplete(where)
    : attachmentProblem.otherFormat(where, probe.detected());
}

interface Match {
  entry: ZipEntry;
  listed: ListedAttachment;
}

/** Pairs the manifest's list with the zip's entries; what finds no partner on either side is a problem. */
function pair(listed: ListedAttachment[], entries: ZipEntry[]) {
  const problems: Problem[] = [];
  const matches: Match[] = [];
  const seen = new Set<string>();
  const taken = new Set<ZipEntry>();
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const byOtherName = new Map(entries.flatMap((entry) => (entry.otherName ? [[entry.otherName, entry] as const] : [])));
  for (const item of listed) {
    const path = normalizedPath(item.path);
    if (seen.has(path)) {
      problems.push(attachmentProblem.listedTwice(item.where, shownName(path)));
      continue;
    }
    seen.add(path);
    const entry = byName.get(path) ?? byOtherName.get(path);
    if (!entry) problems.push(attachmentProblem.notInZip(item.where, shownName(path)));
    else {
      taken.add(entry);
      matches.push({ entry, listed: item });
    }
  }
  for (const entry of entries) if (!taken.has(entry)) problems.push(attachmentProblem.notListed(shownName(entry.name)));
  return { problems, matches };
}

async function checkAttachments(zip: OpenZip, listed: ManifestReading['listed'], required: AttachmentKind[]) {
  const entries = zip.entries.filter((entry) => entry.name.startsWith(ATTACHMENTS));
  const paired = listed === null ? { problems: [], matches: [] } : pair(listed, entries);
  const problems = [...paired.problems];
  const files: PackageFile[] = [];
  const byEntry = new Map(paired.matches.map((match) => [match.entry, match.listed]));
  for (const entry of entries) {
    if (!entry.readable) continue;
    const found = await inspect(zip, entry);
    if (found.problem) problems.push(found.problem);
    const item = byEntry.get(entry);
    if (!item || found.sha256 === null) continue;
    if (item.sha256 !== null && found.sha256 !== item.sha256)
      problems.push(attachmentProblem.sha256(shownName(entry.name)));
    const contentType = contentTypeOf(extension(entry.name)) ?? 'application/octet-stream';
    if (item.kind === null) continue;
    files.push({ kind: item.kind, path: item.path, size: entry.size, sha256: found.sha256, contentType });
  }
  const kinds = new Set(listed?.map((item) => item.kind));
  if (listed !== null)
    for (const kind of required) if (!kinds.has(kind)) problems.push(attachmentProblem.kindMissing(kind));
  return { problems, files };
}

/**
 * Checks an uploaded package (申报材料包) against its format, the policy's limits and required attachments, and the upload
 * slot it came through. Lists every problem in one report (more than 200: the first 200 and how many more); only a file
 * that cannot be opened or listed as a zip, or that is over the limits of size or entries, gives its one problem alone.
 * Never throws for what is in the file; rejects only where `source` does, so that the caller tries again.
 */
export async function checkPackage(source: ByteSource, expected: Slot): Promise<PackageCheck> {
  const limits = expected.policy.intake.value;
  if (source.size > limits.maxPackageBytes) return refused([zipProblem.tooLarge(source.size, limits.maxPackageBytes)]);
  const bytes = cached(source);
  const other = await notZip(bytes);
  if (other) return refused([other]);
  const zip = await openZip(bytes, limits);
  if ('code' in zip) return refused([zip]);
  const { reading, file } = await manifestOf(zip, expected);
  const required = expected.policy.categories[expected.category].attachments.value;
  const attachments = await checkAttachments(zip, reading.listed, required);
  const problems = [...zip.problems, ...reading.problems, ...attachments.problems];
  if (problems.length > 0 || reading.manifest === null || file === null) return refused(problems);
  return {
    ok: true,
    manifest: withHashes(reading.manifest, attachments.files),
    manifestSha256: file.sha256,
    files: [file, ...attachments.files],
  };
}

/** A form names files only; from here on their hashes stand beside them. */
function withHashes(manifest: PackageManifest, files: PackageFile[]): PackageManifest {
  const hashes = new Map(files.map((file) => [file.path, file.sha256]));
  const attachments = manifest.attachments.map((item) => ({ ...item, sha256: hashes.get(item.path) ?? item.sha256 }));
  return { ...manifest, attachments };
}
