import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LANGUAGES, type Language } from '../../shared/http/spoken.ts';

/** What the build made for browsers: scripts of the pages, whose names change with their content, and a page that stands by itself. */
export interface Assets {
  files: ReadonlyMap<string, Buffer>;
  /** Address of the script of the application's form; null where the function runs from its sources, unbundled. */
  formScript: string | null;
  /** The same of the tasks' pages. */
  taskScript: string | null;
  /** The page that checks proofs, in each language; none where the function runs from its sources. */
  verifiers: Partial<Record<Language, Verifier>>;
}

interface Verifier {
  page: string;
  /** What the page itself says that it may do. */
  contentPolicy: string;
}

const addressOf = (name: string) => `/assets/${name}`;

/** Every page works without its script: one that is not there is left out. */
export function loadAssets(folder: string): Assets {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const scripts = names.filter((name) => name.endsWith('.js'));
  const scriptOf = (page: string) => {
    const found = scripts.find((name) => name.startsWith(`${page}-`));
    return found === undefined ? null : addressOf(found);
  };
  const pages = LANGUAGES.filter((language) => names.includes(`verify.${language}.html`));
  return {
    files: new Map(scripts.map((name) => [name, readFileSync(join(folder, name))] as const)),
    formScript: scriptOf('form'),
    taskScript: scriptOf('task'),
    verifiers: Object.fromEntries(
      pages.map((language) => [language, verifierOf(join(folder, `verify.${language}.html`))]),
    ),
  };
}

function verifierOf(file: string): Verifier {
  const page = readFileSync(file, 'utf8');
  const [, contentPolicy] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(page) ?? [];
  if (contentPolicy === undefined) throw new Error(`${file} does not say what it may do`);
  return { page, contentPolicy };
}
