import { expect } from 'vitest';
import { exportRound } from '../../../shared/export/export.ts';
import { type LiveSystem, liveFacts } from '../../../shared/invariants/live.ts';
import { checkRound } from '../../../shared/invariants/round.ts';
import type { Bucket } from '../../../shared/store/buckets.ts';

/** Checks by name, each with what it must find. */
export type Broken = Record<string, RegExp>;

/**
 * All that must always hold does, of a round in an idle system, whatever state it is in; what the test itself broke is
 * found, and nothing else is.
 */
export async function expectInvariants(
  system: LiveSystem & { evidence: Bucket },
  roundId: string,
  broken: Broken = {},
): Promise<void> {
  const exported = await exportRound(system.table, system.evidence, roundId);
  const outcomes = checkRound(exported, await liveFacts({ ...system, graceMs: 0 }, roundId));
  const found = outcomes.filter(({ holds }) => !holds).map(({ name, violations }) => [name, violations.join('\n')]);
  const expected = Object.entries(broken).map(([name, what]) => [name, expect.stringMatching(what)]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}
