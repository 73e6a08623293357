/** Measures one size in a process of its own: the bare chain and the whole way side by side, in the same local cloud. */
import { awardAmount } from '../../../shared/domain/disbursement.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { loadPlan } from '../../../shared/store/lists.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { ROUND, startPayments } from '../../faults/payments.ts';
import { payableAwards } from '../../world/awards.ts';
import { bareChain } from './bare.ts';
import type { Measured } from './disbursement.ts';

const [dataDir = '', assemblyDir = '', size = '0'] = process.argv.slice(2);
const count = Number(size);
/** Seconds, and those of the processor in all threads of this process: everything but the database. */
const timed = async (work: () => unknown): Promise<{ seconds: number; cpu: number }> => {
  const [begun, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - begun) / 1000, cpu: (user + system) / 1e6 };
};

/** What the amounts of a plan take, and its sum. */
function computed(policy: Policy): number {
  const past = (i: number) => [
    {
      uscc: `91370200${i}`,
      kind: 'level-2-or-above' as const,
      paidOn: '2024-06-01',
      document: '甲',
      amountFen: 5_000_000 + i,
    },
  ];
  let sum = 0;
  for (let i = 0; i < count; i += 1)
    sum += awardAmount(policy, 'benchmark-enterprise', {
      investmentFen: 80_000_000 + i,
      pastSubsidies: past(i),
    }).amountFen;
  return sum;
}

const payments = await startPayments({ assemblyDir, dataDir });
await payments.prepare(count);
const { policy } = await loadPinned(payments.stores.table, payments.stores.evidence, ROUND);
const compute = await timed(() => computed(policy));
const plan = await timed(payments.plan);
const bare = await timed(() => bareChain(payments, payableAwards('bare', count)));
await payments.approve();
await payments.cloud.idle();
const way = await timed(() => Promise.all([payments.issue(), payments.take()]).then(payments.take));
const received = payments.office.received();
const planned = await loadPlan(payments.stores.table, ROUND, 1);
const measured: Measured = {
  ...{ count, compute, plan, bare, way, received: received.length },
  missing: count - new Set(received.map(({ awardId }) => awardId)).size,
  differenceFen: received.reduce((sum, { amountFen }) => sum + amountFen, 0) - (planned?.totalFen ?? 0),
  parked: payments.cloud.parked(),
};
await payments.stop();
process.stdout.write(`${JSON.stringify(measured)}\n`);
