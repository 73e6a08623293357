import { createHash } from 'node:crypto';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, type PackageCheck } from '../../../shared/package/check.ts';
import type { Slot } from '../../../shared/package/manifest.ts';
import type { ByteSource } from '../../../shared/package/source.ts';
import type { Problem } from '../../../shared/schemas/findings.ts';
import { CliError } from '../errors.ts';
import { table } from '../print.ts';
import type { Said } from '../round.ts';
import { type FactOptions, slotOf } from './facts.ts';
import { readFolder } from './folder.ts';
import { writeZipFile } from './zip.ts';

/** @throws CliError cli.file-missing */
export function isFolder(path: string): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) throw new CliError('cli.file-missing', `没有 ${path}。`);
  return stats.isDirectory();
}

export async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

async function readExactly(file: FileHandle, start: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await file.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) throw new CliError('cli.file-changed', '文件在检查时被改动，请重新检查。');
    filled += bytesRead;
  }
  return bytes;
}

/** The very check of the intake, over a file. */
export async function checkFile(path: string, slot: Slot): Promise<PackageCheck> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const source: ByteSource = { size, read: (start: number, length: number) => readExactly(file, start, length) };
    return await checkPackage(source, slot);
  } finally {
    await file.close();
  }
}

/** Each problem in Chinese, and in English below. */
export const problemTable = (problems: Problem[]): string =>
  table(
    ['代码', '位置', '问题', '怎么改'],
    problems.flatMap(({ code, where, message, mend, messageEn, mendEn = '' }) => [
      [code, where, message, mend],
      ['', '', messageEn, mendEn],
    ]),
  );

/** What was found, for people or for programs. */
export function told(result: PackageCheck, json: boolean, whole: string): Said {
  if (json) {
    const { ok } = result;
    const body = result.ok ? { ok, files: result.files } : { ok, problems: result.problems };
    return { text: `${JSON.stringify(body, null, 2)}\n`, good: ok };
  }
  if (!result.ok)
    return { text: `有 ${result.problems.length} 处问题：\n${problemTable(result.problems)}`, good: false };
  return { text: `检查通过，共 ${result.files.length} 个文件。\n${whole}`, good: true };
}

/** `package check`: a zip as it is, or a folder as `package build` would pack it. */
export async function checkPath(path: string, options: FactOptions & { json?: boolean | undefined }): Promise<Said> {
  const json = options.json === true;
  if (!isFolder(path)) return told(await checkFile(path, slotOf(options)), json, `SHA-256 ${await fileHash(path)}\n`);
  const slot = slotOf(options, path);
  const { packed } = await readFolder(path, slot);
  const dir = mkdtempSync(join(tmpdir(), 'awards-package-'));
  try {
    const zip = join(dir, 'package.zip');
    await writeZipFile(zip, packed);
    return told(await checkFile(zip, slot), json, '');
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
