import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';

/** A process that does not outlive us, not even when we are killed. */
export interface Guarded {
  /** Resolves when it has ended, with how: an exit code, a signal, or why it could not be started. */
  ended: Promise<string>;
  hasEnded(): boolean;
  stop(): Promise<void>;
}

/**
 * A shell leaves a reader behind, at the end of a pipe that only we hold, and becomes the process itself. A line through
 * the pipe releases the reader; its end without one is our end, and the reader ends the process.
 */
const GUARD = '{ read -r released <&3 || kill -TERM $$; } & exec "$0" "$@" 3<&-';

/**
 * Starts a process in a session of its own: an interrupt typed at our terminal is for us to hear. When its guard is
 * killed, it is killed too, for nobody would end it later.
 * @param files where its output is added, and where its id stands while it runs
 */
export function startGuarded(binary: string, args: string[], files: { logFile: string; pidFile: string }): Guarded {
  const log = openSync(files.logFile, 'a');
  const child = spawnWithGuard(binary, args, log);
  closeSync(log);
  if (child.pid !== undefined) writeWhole(files.pidFile, String(child.pid));
  const guard = child.stdio[3] as Duplex | undefined;
  // The pipe of a guard that was killed breaks.
  guard?.on('error', () => undefined);
  guard?.once('close', () => child.kill('SIGKILL'));
  guard?.resume();
  let over = false;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string): void => {
      over = true;
      guard?.end('released\n');
      resolve(how);
    };
    child.once('error', (error) => end(error.message));
    child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
  });
  return {
    ended,
    hasEnded: () => over,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      rmSync(files.pidFile, { force: true });
    },
  };
}

function spawnWithGuard(binary: string, args: string[], log: number): ChildProcess {
  const options: SpawnOptions = { detached: true, stdio: ['ignore', log, log, 'pipe'] };
  // Windows has no such shell: there it is ended when we end in order, and only then.
  if (process.platform === 'win32') return spawn(binary, args, { stdio: ['ignore', log, log] });
  return spawn('/bin/sh', ['-c', GUARD, binary, ...args], options);
}

/** Whoever reads it finds all of it. */
function writeWhole(file: string, text: string): void {
  writeFileSync(`${file}.new`, text);
  renameSync(`${file}.new`, file);
}
