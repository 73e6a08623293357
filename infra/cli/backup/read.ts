import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../../../shared/canonical.ts';
import { CliError } from '../errors.ts';
import { readJson } from '../files.ts';
import { type HashedFile, MANIFEST, Manifest, OBJECTS_DIR, ObjectLine } from './format.ts';

const damaged = (what: string): CliError =>
  new CliError('backup.damaged', `备份不完整或已被改动：${what}。没有写入任何内容。`);

/**
 * The manifest of a backup, after every file was held against its hash.
 * @throws CliError cli.file-missing, cli.file-not-json, backup.damaged naming the first file that is not as it was
 */
export async function checkedManifest(dir: string): Promise<Manifest> {
  const manifest = Manifest.safeParse(readJson(join(dir, MANIFEST)));
  if (!manifest.success) throw damaged(MANIFEST);
  const { table, objects } = manifest.data;
  for (const file of [...table.files, objects.list]) linesOf(dir, file);
  if (table.files.reduce((sum, { lines }) => sum + lines, 0) !== table.items) throw damaged('记录数');
  if (objects.contents) for (const object of objectsOf(dir, manifest.data)) await checkContent(dir, object);
  return manifest.data;
}

/** @throws CliError backup.damaged */
export function linesOf(dir: string, { path, lines, sha256 }: HashedFile): string[] {
  const file = join(dir, path);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  const all = text?.split('\n').slice(0, -1);
  if (text === undefined || all?.length !== lines || sha256Hex(text) !== sha256) throw damaged(path);
  return all;
}

/** @throws CliError backup.damaged */
export function objectsOf(dir: string, { objects }: Manifest): ObjectLine[] {
  return linesOf(dir, objects.list).map((line) => {
    const parsed = ObjectLine.safeParse(JSON.parse(line));
    if (!parsed.success) throw damaged(objects.list.path);
    return parsed.data;
  });
}

/** Where the content of an object is. */
export const contentPath = (dir: string, { sha256 }: ObjectLine): string => join(dir, OBJECTS_DIR, sha256 ?? '');

async function checkContent(dir: string, object: ObjectLine): Promise<void> {
  const path = contentPath(dir, object);
  if (object.sha256 === null || !existsSync(path)) throw damaged(object.key);
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  if (hash.digest('hex') !== object.sha256) throw damaged(object.key);
}
