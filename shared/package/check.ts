import type { Policy } from '../policy/schema.ts';
import type { Problem } from '../schemas/findings.ts';
import type { AttachmentKind, PackageManifest } from '../schemas/package.ts';
import { attachmentProblem } from './attachment-problems.ts';
import { detectedFormat, fileType, HEAD } from './content.ts';
import type { RandomAccess } from './directory.ts';
import { FORM_FILE } from './excel/layout.ts';
import { readForm } from './excel/read.ts';
import { kindProblem } from './kind-limits.ts';
import { limitOf, mostFileBytes } from './limits.ts';
import type { ListedAttachment, ManifestReading, Slot } from './manifest.ts';
import { readManifest } from './manifest.ts';
import { extension, normalizedPath, shownName } from './names.ts';
import { manifestProblem, moreProblems, zipProblem } from './problems.ts';
import { Blocks, type ByteSource } from './source.ts';
import { ATTACHMENTS, type Found, MANIFEST, MANIFESTS, manifestName, sweep } from './sweep.ts';
import { openZip, type ZipEntry } from './zip.ts';

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

const refused = (problems: Problem[]): PackageCheck => ({
  ok: false,
  problems:
    problems.length <= MAX_PROBLEMS
      ? problems
      : [...problems.slice(0, MAX_PROBLEMS), moreProblems(problems.length - MAX_PROBLEMS)],
});

/** The format that an upload which is no zip seems to be. */
async function notZip(source: RandomAccess): Promise<Problem | null> {
  const detected = detectedFormat(await source.read(0, Math.min(HEAD, source.size)));
  return detected === 'ZIP' ? null : zipProblem.notZip(detected);
}

interface ManifestFile {
  reading: ManifestReading;
  file: PackageFile | null;
}

/** The one file that says what is applied for: `application.json`, or the filled form. */
function manifestEntry(entries: ZipEntry[]): ZipEntry | Problem {
  const [found, ...more] = entries.filter((entry) => manifestName(entry) !== null);
  if (found !== undefined) return more.length === 0 ? found : manifestProblem.twice();
  const elsewhere = entries.find(({ name }) => MANIFESTS.some((file) => name.endsWith(`/${file}`)));
  const workbook = entries.find(({ name }) => /^[^/]+\.xls[xm]?$/i.test(name));
  return manifestProblem.missing({
    ...(elsewhere ? { foundAt: shownName(elsewhere.name) } : {}),
    ...(workbook ? { workbook: shownName(workbook.name) } : {}),
  });
}

async function manifestOf(entries: ZipEntry[], found: Map<ZipEntry, Found>, slot: Slot): Promise<ManifestFile> {
  const without = (...problems: Problem[]): ManifestFile => ({
    reading: { manifest: null, listed: null, problems },
    file: null,
  });
  const entry = manifestEntry(entries);
  if ('code' in entry) return without(entry);
  const { problem = null, bytes = null, sha256 = null } = found.get(entry) ?? {};
  if (bytes === null || sha256 === null) return without(...(problem === null ? [] : [problem]));
  const path = manifestName(entry) ?? MANIFEST;
  const names = entries.map(({ name }) => name);
  const contentType = fileType(extension(path))?.contentType ?? 'application/json';
  return {
    reading: path === FORM_FILE ? await readForm(bytes, slot, names) : readManifest(bytes, slot),
    file: { kind: 'manifest', path, size: bytes.length, sha256, contentType },
  };
}

/** Each name once, with what is wrong where entries of one name are not the same file. */
function distinct(entries: ZipEntry[], found: Map<ZipEntry, Found>): { entries: ZipEntry[]; problems: Problem[] } {
  const first = new Map<string, ZipEntry>();
  const problems: Problem[] = [];
  for (const entry of entries) {
    const twin = first.get(entry.name);
    if (twin === undefined) first.set(entry.name, entry);
    else if (!isSame(twin, entry) || found.get(twin)?.sha256 !== found.get(entry)?.sha256)
      problems.push(zipProblem.duplicate(shownName(entry.name)));
  }
  return { entries: [...first.values()], problems };
}

const isSame = (a: ZipEntry, b: ZipEntry): boolean => a.size === b.size && a.raw.crc === b.raw.crc;

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

function checkAttachments(
  all: ZipEntry[],
  found: Map<ZipEntry, Found>,
  listed: ManifestReading['listed'],
  { policy, category }: Slot,
) {
  const entries = all.filter((entry) => entry.name.startsWith(ATTACHMENTS));
  const paired = listed === null ? { problems: [], matches: [] } : pair(listed, entries);
  const problems = [...paired.problems];
  const files: PackageFile[] = [];
  const byEntry = new Map(paired.matches.map((match) => [match.entry, match.listed]));
  for (const entry of entries) {
    const { problem = null, sha256 = null } = found.get(entry) ?? {};
    const item = byEntry.get(entry);
    const ofKind = item?.kind == null ? null : kindProblem(item.kind, limitOf(policy, item.kind), lookedAt(entry));
    if (problem !== null) problems.push(problem);
    else if (ofKind !== null) problems.push(ofKind);
    if (!item || sha256 === null) continue;
    if (item.sha256 !== null && sha256 !== item.sha256) problems.push(attachmentProblem.sha256(shownName(entry.name)));
    const contentType = fileType(extension(entry.name))?.contentType ?? 'application/octet-stream';
    if (item.kind === null) continue;
    files.push({ kind: item.kind, path: item.path, size: entry.size, sha256, contentType });
  }
  if (listed !== null) problems.push(...countProblems(listed, policy, policy.categories[category].attachments.value));
  return { problems, files };
}

const lookedAt = ({ name, size }: ZipEntry) => ({ name: shownName(name), extension: extension(name), size });

/** Kinds that are missing, and those of which there are too many files. */
function countProblems(listed: ListedAttachment[], policy: Policy, required: AttachmentKind[]): Problem[] {
  const kinds = Map.groupBy(listed, ({ kind }) => kind);
  return [
    ...required.filter((kind) => !kinds.has(kind)).map((kind) => attachmentProblem.kindMissing(kind)),
    ...[...kinds].flatMap(([kind, { length }]) => {
      const most = kind === null ? length : limitOf(policy, kind).files;
      return kind !== null && length > most ? [attachmentProblem.tooMany(kind, length, most)] : [];
    }),
  ];
}

/**
 * Checks an uploaded package (申报材料包) against its format, the policy's limits and required attachments, and the upload
 * slot it came through. Lists every problem in one report (more than 200: the first 200 and how many more); only a file
 * that cannot be opened or listed as a zip, or that is over the limits of size or entries, gives its one problem alone.
 * Reads the upload once, in large pieces. Never throws for what is in the file; rejects only where `source` does, so that
 * the caller tries again.
 * @param also what else is wrong with what the package says, told in the same report: a correction that goes too far
 */
export async function checkPackage(
  source: ByteSource | Blocks,
  expected: Slot,
  also: (manifest: PackageManifest) => Problem[] = () => [],
): Promise<PackageCheck> {
  const limits = expected.policy.intake.value;
  if (source.size > limits.maxPackageBytes) return refused([zipProblem.tooLarge(source.size, limits.maxPackageBytes)]);
  const blocks = source instanceof Blocks ? source : new Blocks(source);
  const other = await notZip(blocks);
  if (other) return refused([other]);
  const zip = await openZip(blocks, limits);
  if ('code' in zip) return refused([zip]);
  const swept = await sweep(zip, mostFileBytes(expected.policy));
  const once = distinct(zip.entries, swept.found);
  const { reading, file } = await manifestOf(once.entries, swept.found, expected);
  const attachments = checkAttachments(once.entries, swept.found, reading.listed, expected);
  const ofZip = [...zip.problems, ...swept.problems, ...once.problems];
  const manifest = reading.manifest === null ? null : withHashes(reading.manifest, attachments.files);
  const further = manifest === null ? [] : also(manifest);
  const problems = [...ofZip, ...reading.problems, ...attachments.problems, ...further];
  if (problems.length > 0 || manifest === null || file === null) return refused(problems);
  return {
    ok: true,
    manifest,
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
