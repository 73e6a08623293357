/**
 * Loaded before a program that starts a local cloud (`node --import`): writes every call of the round to the file that
 * AWARDS_RECORD names, one JSON document per line, in the order of the answers.
 */
import { subscribe } from 'node:diagnostics_channel';
import { openSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { CALLS_CHANNEL, type RecordedCall } from '../../infra/local/recorder.ts';

const FLUSH_CHARACTERS = 1 << 20;

// Worker threads load this too; the calls pass through the main thread.
const file = isMainThread ? process.env['AWARDS_RECORD'] : undefined;

if (file !== undefined && file !== '') {
  const output = openSync(file, 'w');
  let pending: string[] = [];
  let size = 0;
  const flush = (): void => {
    writeSync(output, pending.join(''));
    pending = [];
    size = 0;
  };
  subscribe(CALLS_CHANNEL, (message) => {
    const { input, ...rest } = message as RecordedCall;
    // The input is JSON already: parsing it to write it again would cost more than the rest.
    const line = `${JSON.stringify(rest).slice(0, -1)},"input":${input === '' ? '{}' : input}}\n`;
    pending.push(line);
    size += line.length;
    if (size >= FLUSH_CHARACTERS) flush();
  });
  process.once('exit', flush);
}
