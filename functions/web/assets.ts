import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Scripts of the pages, as bundled beside the function: their names change with their content. */
export interface Assets {
  files: ReadonlyMap<string, Buffer>;
  /** Address of the script of the application's form; null where the function runs from its sources, unbundled. */
  formScript: string | null;
  /** The same of the tasks' pages. */
  taskScript: string | null;
}

const addressOf = (name: string) => `/assets/${name}`;

/** Every page works without its script: one that is not there is left out. */
export function loadAssets(folder: string): Assets {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.js')) : [];
  const scriptOf = (page: string) => {
    const found = names.find((name) => name.startsWith(`${page}-`));
    return found === undefined ? null : addressOf(found);
  };
  const files = names.map((name) => [name, readFileSync(join(folder, name))] as const);
  return { files: new Map(files), formScript: scriptOf('form'), taskScript: scriptOf('task') };
}
