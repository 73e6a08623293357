import { sha256Hex } from '../canonical.ts';
import { nowUtc } from '../clock.ts';
import { localDateOf } from '../domain/calendar.ts';
import type { Policy } from '../policy/schema.ts';
import type { RoundRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import type { Table } from '../store/table.ts';

const KEPT_SECONDS = 3 * 86_400;

/**
 * Whether one more objection may come today from this address, and against this application. Counted as it is asked. What is
 * kept of the address is a hash with the round's secret: it leads back to nobody.
 */
export async function isWithinLimits(
  table: Table,
  { roundId, secret }: Pick<RoundRecord, 'roundId' | 'secret'>,
  policy: Policy,
  { address, applicationId }: { address: string; applicationId: string },
): Promise<boolean> {
  const { dailyByVisitor, dailyByApplication } = policy.objection.value;
  const visitor = sha256Hex(`objection|${secret}|${address}`).slice(0, 32);
  if ((await count(table, roundId, `v.${visitor}`)) > dailyByVisitor) return false;
  return (await count(table, roundId, `a.${applicationId}`)) <= dailyByApplication;
}

async function count(table: Table, roundId: string, of: string): Promise<number> {
  const after = await table.update(keys.objectionDay(roundId, localDateOf(nowUtc()), of), {
    set: { entity: 'ObjectionDay', expiresAt: Math.floor(Date.now() / 1000) + KEPT_SECONDS },
    add: { count: 1 },
    upsert: true,
  });
  return Number(after['count'] ?? 0);
}
