import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import font from '@fontsource-variable/noto-sans-sc/package.json' with { type: 'json' };
import decompress from 'woff2-encoder/decompress';

const FONT = dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'));

/** Browsers take a machine's fonts only as they were before compression for the web. */
async function unpack(from: string, to: string): Promise<void> {
  for (const name of await readdir(from))
    await writeFile(join(to, name.replace(/\.woff2$/, '.ttf')), await decompress(await readFile(join(from, name))));
}

const configuration = (dir: string): string =>
  `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${dir}/files</dir><cachedir>${dir}/cache</cachedir></fontconfig>
`;

/**
 * A machine's fonts: the one Chinese font that comes with the packages, and no other, so that pages look the same
 * everywhere, and as wide as they are for readers. Unpacked once into the folder for temporary files.
 * @returns the path of their fontconfig
 */
export async function chineseFonts(): Promise<string> {
  const dir = join(tmpdir(), `noto-sans-sc-${font.version}`);
  const file = join(dir, 'fonts.conf');
  if (await stat(file).catch(() => null)) return file;
  const fresh = await mkdtemp(`${dir}-`);
  await mkdir(join(fresh, 'files'));
  await unpack(join(FONT, 'files'), join(fresh, 'files'));
  await writeFile(join(fresh, 'fonts.conf'), configuration(dir));
  // Somebody else may have been faster with the same.
  await rename(fresh, dir).catch(() => rm(fresh, { recursive: true }));
  return file;
}
