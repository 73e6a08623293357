/** How large functions' bundles may be: what a function loads before it can answer is cold start, and grows with size. */
import { dirname } from 'node:path';
import type { Metafile } from 'esbuild';

const KIB = 1024;

/** KiB, minified, of what is loaded at the start: 700 KB. */
const USUAL = 683;
/** For functions that need neither files nor pages: so that none of them becomes twice as large unseen. */
const SMALL = 430;

export const BUDGETS: Readonly<Record<string, number>> = {
  ...{ invite: SMALL, issue: SMALL, 'fan-out': SMALL, payee: SMALL },
  ...{ starter: SMALL, 'task-settle': SMALL, publisher: SMALL },
};

/** KiB of what one part adds that is loaded when it is first asked for: a person waits for it, or for the start before it. */
const PART = 500;

/** What is loaded together, and what it was put together from: bytes by source file. */
interface Loaded {
  name: string;
  bytes: number;
  inputs: Record<string, number>;
}

/** One function's bundle: what it starts with, and what each of its parts adds to that. */
export interface Bundle extends Loaded {
  parts: Loaded[];
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

function largest(inputs: Loaded['inputs']): string {
  const groups = new Map<string, number>();
  for (const [file, bytes] of Object.entries(inputs))
    groups.set(groupOf(file), (groups.get(groupOf(file)) ?? 0) + bytes);
  const sorted = [...groups].sort(([, a], [, b]) => b - a).slice(0, SHOWN);
  return sorted.map(([name, bytes]) => `${name} ${Math.round(bytes / KIB)}`).join(', ');
}

type Outputs = Metafile['outputs'];

/** A file and all that is loaded with it. */
function reach(outputs: Outputs, file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { path, kind, external } of outputs[file]?.imports ?? [])
    if (kind === 'import-statement' && external !== true) reach(outputs, path, seen);
  return seen;
}

function sumOf(outputs: Outputs, name: string, files: Iterable<string>): Loaded {
  const inputs: Record<string, number> = {};
  let bytes = 0;
  for (const file of files) {
    const output = outputs[file];
    bytes += output?.bytes ?? 0;
    for (const [input, { bytesInOutput }] of Object.entries(output?.inputs ?? {}))
      inputs[input] = (inputs[input] ?? 0) + bytesInOutput;
  }
  return { name, bytes, inputs };
}

/**
 * The bundle of a function, as esbuild says it wrote it: `…/<name>/index.mjs` with what that loads, and its parts.
 * @throws Error where there is no such file
 */
export function bundleOf(name: string, { outputs }: Metafile): Bundle {
  const index = Object.keys(outputs).find((file) => file.endsWith(`/${name}/index.mjs`));
  if (index === undefined) throw new Error(`${name} has no index.mjs`);
  const start = reach(outputs, index);
  const parts = Object.entries(outputs).flatMap(([file, { entryPoint }]) => {
    if (entryPoint === undefined || file === index || dirname(file) !== dirname(index)) return [];
    const part = /(?<!node_modules.*)(?:shared|functions)\/.*/.exec(entryPoint)?.[0] ?? groupOf(entryPoint);
    return [sumOf(outputs, `${name}, ${part}`, reach(outputs, file).difference(start))];
  });
  return { ...sumOf(outputs, name, start), parts };
}

/**
 * @param budgets KiB by function, where it is not the usual
 * @throws BundleTooLarge with every bundle and part that is larger than it may be, in KiB, and the packages and folders that are most of it
 */
export function checkBudgets(bundles: readonly Bundle[], budgets = BUDGETS, usual = USUAL, part = PART): void {
  const faultOf = ({ name, bytes, inputs }: Loaded, most: number): string[] =>
    bytes <= most * KIB
      ? []
      : [`${name}: ${Math.ceil(bytes / KIB)} KiB, at most ${most}. The most of it: ${largest(inputs)}`];
  const faults = bundles.flatMap((bundle) => [
    ...faultOf(bundle, budgets[bundle.name] ?? usual),
    ...bundle.parts.flatMap((one) => faultOf(one, part)),
  ]);
  if (faults.length > 0) throw new BundleTooLarge(faults.join('\n'));
}
