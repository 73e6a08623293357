import { spawn } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const SOURCES = ['infra', 'functions', 'shared', 'package-lock.json'];

/** Synthesis failed; the message has what it printed. */
export class SynthesisFailed extends Error {
  override name = 'SynthesisFailed';
}

function filesBelow(path: string): string[] {
  const entries = readdirSync(path, { withFileTypes: true });
  return entries.flatMap((entry) => {
    const file = join(path, entry.name);
    return entry.isDirectory() ? filesBelow(file) : [file];
  });
}

/** Changes with every source of the app. */
function sourcesHash(): string {
  const files = SOURCES.flatMap((name) => (name.includes('.') ? [join(ROOT, name)] : filesBelow(join(ROOT, name))));
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex').slice(0, 16);
}

const DAY_MS = 86_400_000;

/** Assemblies of older sources: younger ones may still be running. */
function removeOld(dir: string): void {
  for (const name of readdirSync(dir)) {
    const path = join(dir, name);
    if (Date.now() - statSync(path).mtimeMs > DAY_MS) rmSync(path, { recursive: true, force: true });
  }
}

/**
 * The cloud assembly of the stage `local`, synthesized in a process of its own unless the one of these very sources is
 * there.
 * @param dir where assemblies are kept, each in a folder of its own
 * @returns the assembly's folder
 * @throws SynthesisFailed
 */
export async function localAssembly(dir: string): Promise<string> {
  const found = join(dir, sourcesHash());
  if (existsSync(found)) return found;
  const fresh = `${found}.${randomUUID()}`;
  await synthesize(fresh);
  try {
    renameSync(fresh, found);
  } catch (error) {
    // Somebody else was faster with the same.
    if (!existsSync(found)) throw error;
    rmSync(fresh, { recursive: true });
  }
  removeOld(dir);
  return found;
}

function synthesize(outdir: string): Promise<void> {
  const child = spawn(process.execPath, [join(ROOT, 'infra', 'app.ts')], {
    env: { ...process.env, AWARDS_STAGE: 'local', AWARDS_REGION: '', CDK_OUTDIR: outdir, CDK_CONTEXT_JSON: '{}' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new SynthesisFailed(`the app could not be synthesized (exit ${code}):\n${output.trim()}`));
    });
  });
}
