import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../shared/canonical.ts';
import { FORM_FILE } from '../../../shared/package/excel/layout.ts';
import { isBlankForm } from '../../../shared/package/excel/read.ts';
import type { Slot } from '../../../shared/package/manifest.ts';
import { isJunk } from '../../../shared/package/names.ts';
import { kindOfFile } from '../../../shared/package/titles.ts';
import { CliError } from '../errors.ts';
import { readJson } from '../files.ts';
import { ATTACHMENT_FOLDER, MANIFEST_FILE, skeleton } from './init.ts';
import type { Packed } from './zip.ts';

/** A folder as it goes into a zip. */
export interface Folder {
  packed: Packed[];
  /** The `application.json` with its list of attachments as it should be; null where the form is used. */
  manifest: Record<string, unknown> | null;
  attachments: number;
}

/** Files below `attachments/`, in the order of their paths, without what systems leave there. */
function attachmentPaths(dir: string): string[] {
  const root = join(dir, ATTACHMENT_FOLDER);
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => !isJunk(name) && statSync(join(root, name)).isFile())
    .map((name) => `${ATTACHMENT_FOLDER}/${name}`)
    .toSorted((a, b) => (a < b ? -1 : 1));
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** Whether nothing was written into the `application.json` that `package init` left. */
function isUntouched(fields: unknown, slot: Slot): boolean {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return false;
  const empty = { ...skeleton(slot, slot.policy), name: 'name' in fields ? fields.name : undefined };
  try {
    return canonicalJson(fields) === canonicalJson(empty);
  } catch {
    return false;
  }
}

/**
 * What of a folder goes into its zip. Of the form and `application.json` the one that was filled in counts; the list of
 * attachments of the latter is brought up to date: hashes of the files as they are, and files whose name tells their kind.
 * @throws CliError cli.no-manifest where neither is there, cli.two-manifests where both are filled in, cli.file-not-json
 */
export async function readFolder(dir: string, slot: Slot): Promise<Folder> {
  const paths = attachmentPaths(dir);
  const files = paths.map((name): Packed => ({ name: name.normalize('NFC'), from: { path: join(dir, name) } }));
  const [json, form] = [join(dir, MANIFEST_FILE), join(dir, FORM_FILE)];
  const fields = existsSync(json) ? readJson(json) : undefined;
  const workbook = existsSync(form) ? readFileSync(form) : undefined;
  const hasJson = fields !== undefined && !isUntouched(fields, slot);
  const hasForm = workbook !== undefined && !(await isBlankForm(workbook, slot));
  if (hasJson && hasForm)
    throw new CliError('cli.two-manifests', `${FORM_FILE} 和 ${MANIFEST_FILE} 都填写了，请只保留一个。`);
  if (workbook !== undefined && !hasJson)
    return {
      packed: [{ name: FORM_FILE, from: { bytes: workbook } }, ...files],
      manifest: null,
      attachments: files.length,
    };
  if (fields === undefined)
    throw new CliError('cli.no-manifest', `文件夹 ${dir} 中没有 ${FORM_FILE}，也没有 ${MANIFEST_FILE}。`);
  const manifest = await withAttachments(fields, dir, paths);
  const bytes = Buffer.from(`${JSON.stringify(manifest ?? fields, null, 2)}\n`);
  return { packed: [{ name: MANIFEST_FILE, from: { bytes } }, ...files], manifest, attachments: files.length };
}

async function withAttachments(fields: unknown, dir: string, paths: string[]): Promise<Record<string, unknown> | null> {
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields)) return null;
  const before: unknown = 'attachments' in fields ? fields.attachments : [];
  if (!Array.isArray(before)) return null;
  const hashes = new Map<string, string>();
  for (const path of paths) hashes.set(path.normalize('NFC'), await hashOf(join(dir, path)));
  const pathOf = (item: unknown): string =>
    typeof item === 'object' && item !== null && 'path' in item ? String(item.path).normalize('NFC') : '';
  const listed = before.map((item: unknown) => {
    const sha256 = hashes.get(pathOf(item));
    return sha256 === undefined ? item : { ...(item as object), sha256 };
  });
  const known = new Set(before.map(pathOf));
  const found = [...hashes].flatMap(([path, sha256]) => {
    const kind = known.has(path) ? null : kindOfFile(path);
    return kind === null ? [] : [{ kind, path, sha256 }];
  });
  return { ...fields, attachments: [...listed, ...found] };
}
