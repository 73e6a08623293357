import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../../infra/cli/run.ts';

export const POLICY = join(import.meta.dirname, '../../../shared/policy/qingdao-2025.json');

/** A folder for an operator's files, and the command line as a terminal shows it. */
export function openDesk() {
  const dir = mkdtempSync(join(tmpdir(), 'awards-cli-'));
  const path = (name: string) => join(dir, name);
  return {
    dir,
    path,
    write: (name: string, content: unknown): string => {
      writeFileSync(path(name), typeof content === 'string' ? content : JSON.stringify(content));
      return path(name);
    },
    writeRegisters: (name: string, registers: Record<string, unknown>): string => {
      mkdirSync(path(name), { recursive: true });
      for (const [kind, rows] of Object.entries(registers))
        writeFileSync(join(path(name), `${kind}.json`), JSON.stringify(rows));
      return path(name);
    },
    awards: async (args: string[], environment: Record<string, string> = {}) => {
      let [out, err] = ['', ''];
      const code = await run(args, {
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        environment,
      });
      return { code, out, err };
    },
    close: () => rmSync(dir, { recursive: true }),
  };
}
