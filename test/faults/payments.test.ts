import { expect, test } from 'vitest';
import { killedPayments, killsOf } from './payments-kill.ts';

/** More with `npm run bench -- disbursement --kills 20`. */
const AWARDS = 30;
const KILLS = Number(process.env['KILLS'] ?? 3);

test('payments whose processes are killed on their way are each told to finance and settled once', async () => {
  const plan = killsOf('test', KILLS, AWARDS);
  const { outcome, kills } = await killedPayments(AWARDS, plan);
  expect(kills).toEqual(plan);
  expect(outcome, JSON.stringify(kills)).toEqual({ lost: 0, twice: 0, differenceFen: 0, parked: 0 });
}, 600_000);
