import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { startInline } from '../../../infra/local/lambda/inline.ts';
import { createFunctionPool } from '../../../infra/local/lambda/pool.ts';
import type { FunctionWorker } from '../../../infra/local/lambda/worker.ts';

const poolOf = (start: () => FunctionWorker, logFile = join(import.meta.dirname, 'nowhere', 'function.log')) =>
  createFunctionPool({
    timeoutMs: 1000,
    maximumWorkers: 1,
    logFile,
    start,
    makeRoom: () => true,
    idled: () => undefined,
    weather: () => undefined,
    measured: () => undefined,
  });

function inline(handler: () => unknown): FunctionWorker {
  const settings = {
    functionName: 'f',
    functionArn: 'arn',
    memoryMb: 128,
    database: { endpoint: 'http://127.0.0.1:1', record: false },
  };
  return startInline(settings, Promise.resolve(handler), {
    onDatabase: () => undefined,
    onFault: () => undefined,
    onMeasured: () => undefined,
  });
}

test('whoever called hears of the error although the log cannot be written', async () => {
  const pool = poolOf(() =>
    inline(() => {
      throw new TypeError('no');
    }),
  );
  expect(await pool.invoke('{}')).toMatchObject({ ok: false, error: { errorType: 'TypeError', errorMessage: 'no' } });
  expect(await pool.invoke('{}')).toMatchObject({ ok: false });
});

test('a pool that stops waits for what runs, and begins nothing more', async () => {
  const begun: (() => void)[] = [];
  const pool = poolOf(() => inline(() => new Promise<void>((resolve) => begun.push(resolve))));
  void pool.invoke('1');
  void pool.invoke('2');
  while (begun.length === 0) await turn();
  let stopped = false;
  const stopping = pool.stop().then(() => {
    stopped = true;
  });
  await turn();
  expect({ begun: begun.length, stopped }).toEqual({ begun: 1, stopped: false });
  begun[0]?.();
  await stopping;
  await turn();
  expect(begun).toHaveLength(1);
});
