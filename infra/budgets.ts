/** How large functions' bundles may be: what a function loads before it can answer is cold start, and grows with size. */
import type { Metafile } from 'esbuild';

const KIB = 1024;

/** KiB, minified, of what is loaded at the start. Parts that are loaded when they are first asked for have files of their own. */
const USUAL = 700;
/** For functions that need neither files nor pages: so that none of them becomes twice as large unseen. */
const SMALL = 480;

export const BUDGETS: Readonly<Record<string, number>> = {
  ...{ invite: SMALL, issue: SMALL, 'fan-out': SMALL, payee: SMALL },
  ...{ starter: SMALL, 'task-settle': SMALL, publisher: SMALL },
  // Reads zips, PDFs and workbooks, and knows every problem's words.
  intake: 760,
  // The mail client is 236 of it. Nobody waits for a letter to leave.
  notify: 960,
  // All pages, forms and workbooks behind one route.
  web: 1600,
};

/** One function's bundle, and what it was put together from: bytes by source file. */
interface Bundle {
  name: string;
  bytes: number;
  inputs: Record<string, number>;
}

/** A bundle is larger than its budget; the message has what is in it. */
export class BundleTooLarge extends Error {
  override name = 'BundleTooLarge';
}

/** A package, or a folder of ours. */
function groupOf(file: string): string {
  const inPackage = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];
  return inPackage ?? /((?:shared|functions)\/[^/]+(?:\/[^/]+)?)/.exec(file)?.[1] ?? file;
}

const SHOWN = 12;

function largest(inputs: Bundle['inputs']): string {
  const groups = new Map<string, number>();
  for (const [file, bytes] of Object.entries(inputs))
    groups.set(groupOf(file), (groups.get(groupOf(file)) ?? 0) + bytes);
  const sorted = [...groups].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  return sorted.map(([name, bytes]) => `${name} ${Math.round(bytes / KIB)}`).join(', ');
}

/** The functions' bundles (`…/<name>/index.mjs`) that esbuild says it wrote. */
export function bundlesOf({ outputs }: Metafile): Bundle[] {
  return Object.entries(outputs).flatMap(([file, { bytes, inputs }]) => {
    const name = /([^/]+)\/index\.mjs$/.exec(file)?.[1];
    const sizes = Object.entries(inputs).map(([input, { bytesInOutput }]) => [input, bytesInOutput] as const);
    return name === undefined ? [] : [{ name, bytes, inputs: Object.fromEntries(sizes) }];
  });
}

/**
 * @param budgets KiB by function, where it is not the usual
 * @throws BundleTooLarge with every bundle that is larger than it may be, in KiB, and the packages and folders that are most of it
 */
export function checkBudgets(bundles: readonly Bundle[], budgets = BUDGETS, usual = USUAL): void {
  const faults = bundles.flatMap(({ name, bytes, inputs }) => {
    const most = budgets[name] ?? usual;
    if (bytes <= most * KIB) return [];
    return [`${name}: ${Math.ceil(bytes / KIB)} KiB, at most ${most}. The most of it: ${largest(inputs)}`];
  });
  if (faults.length > 0) throw new BundleTooLarge(faults.join('\n'));
}
