/** Plays the way of money on a folder, or goes on with it, and dies at the moments it is told; each kill is written down before it happens. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watchMoments } from './moments.ts';
import { KILLS_FILE, PaymentsOrder, RESULT_FILE } from './payments.protocol.ts';

const { dir, assemblyDir, awards, kill } = PaymentsOrder.parse(JSON.parse(process.argv[2] ?? ''));
const READY = join(dir, 'ready');
let watching = false;
let seen = 0;

watchMoments((moment) => {
  if (!watching || kill === undefined || moment !== kill.moment) return;
  seen += 1;
  if (seen < kill.nth) return;
  watching = false;
  appendFileSync(join(dir, KILLS_FILE), `${JSON.stringify(kill)}\n`);
  process.kill(process.pid, 'SIGKILL');
});

// What is imported at the top has been there before we watched.
const { startPayments, outcomeOf } = await import('./payments.ts');
const { inProcess } = await import('./inline.ts');
const payments = await startPayments({ assemblyDir, dataDir: join(dir, 'data'), ...inProcess });
if (!existsSync(READY)) {
  await payments.prepare(awards);
  writeFileSync(READY, '');
}
watching = true;
await payments.plan();
await payments.approve();
await payments.issue();
await payments.take();
await payments.settle();
watching = false;
writeFileSync(join(dir, RESULT_FILE), JSON.stringify(await outcomeOf(payments, awards)));
await payments.stop();
