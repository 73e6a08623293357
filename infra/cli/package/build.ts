import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canonicalJson } from '../../../shared/canonical.ts';
import { CliError } from '../errors.ts';
import { readJson } from '../files.ts';
import type { Said } from '../round.ts';
import { checkFile, fileHash, isFolder, told } from './check.ts';
import { type FactOptions, slotOf } from './facts.ts';
import { readFolder } from './folder.ts';
import { MANIFEST_FILE } from './init.ts';
import { writeZipFile } from './zip.ts';

/** The list of attachments as it is now; a file that says the same already is let be. */
function update(dir: string, manifest: Record<string, unknown>): void {
  const path = join(dir, MANIFEST_FILE);
  if (canonicalJson(readJson(path)) === canonicalJson(manifest)) return;
  writeFileSync(`${path}.part`, `${JSON.stringify(manifest, null, 2)}\n`);
  renameSync(`${path}.part`, path);
}

/**
 * `package build`: packs a folder into a zip and checks it. The same folder gives the same bytes. A zip with problems is
 * written, too: the answer says what they are.
 */
export async function buildPackage(
  dir: string,
  options: FactOptions & { out: string; json?: boolean | undefined },
): Promise<Said> {
  if (!isFolder(dir)) throw new CliError('cli.not-a-folder', `${dir} 不是文件夹。`);
  const slot = slotOf(options, dir);
  const { packed, manifest } = await readFolder(dir, slot);
  if (manifest !== null) update(dir, manifest);
  await writeZipFile(options.out, packed);
  const whole = `${options.out}\nSHA-256 ${await fileHash(options.out)}\n`;
  return told(await checkFile(options.out, slot), options.json === true, whole);
}
