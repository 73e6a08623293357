import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Scripts of the pages, as bundled beside the function: their names change with their content. */
export interface Assets {
  files: ReadonlyMap<string, { plain: Buffer; gzipped: Buffer }>;
  /** Address of the script of the application's form. */
  formScript: string;
}

const addressOf = (name: string) => `/assets/${name}`;

/** @throws Error where the bundle lacks the form's script */
export function loadAssets(folder: string): Assets {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  const form = names.find((name) => name.startsWith('form-'));
  if (form === undefined) throw new Error(`no script of the form in ${folder}`);
  const files = names.map((name) => {
    const plain = readFileSync(join(folder, name));
    return [name, { plain, gzipped: gzipSync(plain, { level: 9 }) }] as const;
  });
  return { files: new Map(files), formScript: addressOf(form) };
}
