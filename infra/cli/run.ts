import type { Console } from './console.ts';
import { explained } from './errors.ts';
import { HELP } from './help.ts';
import { type Command, parseCli } from './parse.ts';
import type { Said } from './round.ts';
import { verified } from './verify.ts';

/** Runs one command. Returns the exit code: 0 good, 1 faults or differences, 2 usage, files or network. */
export async function run(args: readonly string[], io: Console): Promise<0 | 1 | 2> {
  const parsed = parseCli(args);
  if (!parsed.ok) {
    io.err(`${parsed.code}: ${parsed.message}\n\n${HELP}`);
    return 2;
  }
  try {
    const { text, good } = await done(parsed.command, io);
    io.out(text);
    return good ? 0 : 1;
  } catch (error) {
    const known = explained(error);
    if (known === undefined) throw error;
    io.err(`${known.code}: ${known.message}\n`);
    return 2;
  }
}

/** Whoever verifies needs all the memory there is: the other commands, and what they reach AWS by, are loaded for themselves only. */
async function done(command: Command, io: Console): Promise<Said> {
  if (command.name === 'verify') return verified(command.values.file);
  const { execute } = await import('./execute.ts');
  return execute(command, io);
}
