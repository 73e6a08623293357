import { NotFound } from '../bad-input.ts';
import type { Policy } from '../policy/schema.ts';
import { RoundRecord } from '../schemas/records.ts';
import type { Bucket } from './buckets.ts';
import { keys } from './keys.ts';
import { loadPolicy } from './policies.ts';
import type { Table } from './table.ts';

export async function loadRound(table: Table, roundId: string): Promise<RoundRecord> {
  const round = await table.get(keys.round(roundId), RoundRecord);
  if (round === null) throw new NotFound(`round ${roundId}`);
  return round;
}

const pinned = new Map<string, Pick<RoundRecord, 'policyHash' | 'registers' | 'callDate'>>();

/** What a round pinned when it opened: it cannot change, so one read per process is enough. */
export async function loadPinned(
  table: Table,
  evidence: Bucket,
  roundId: string,
): Promise<{ policy: Policy; registers: RoundRecord['registers']; callDate: string }> {
  let pins = pinned.get(roundId);
  if (pins === undefined) {
    pins = await loadRound(table, roundId);
    pinned.set(roundId, pins);
  }
  return { policy: await loadPolicy(evidence, pins.policyHash), registers: pins.registers, callDate: pins.callDate };
}

export async function setStage(table: Table, roundId: string, stage: RoundRecord['stage']): Promise<void> {
  await table.update(keys.round(roundId), { set: { stage } });
}
