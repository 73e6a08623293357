import type { SQSClient } from '@aws-sdk/client-sqs';
import { expect } from 'vitest';
import { exportRound } from '../../../shared/export/export.ts';
import { liveFacts } from '../../../shared/invariants/live.ts';
import { checkRound } from '../../../shared/invariants/round.ts';
import type { Bucket } from '../../../shared/store/buckets.ts';
import type { Table } from '../../../shared/store/table.ts';

/** What is looked at of the running app. */
interface Looked {
  cloud: { clock: { now(): number } };
  table: Table;
  evidence: Bucket;
  inbox: Bucket;
  sqs: SQSClient;
  output(name: string): string;
}

/** Checks by name, each with every violation that it must find. */
export type Broken = Record<string, RegExp[]>;

/**
 * All that must always hold does, of a round in an idle system, whatever state it is in; what the test itself broke is
 * found, and nothing else is.
 */
export async function expectInvariants(flows: Looked, roundId: string, broken: Broken = {}): Promise<void> {
  const exported = await exportRound(flows.table, flows.evidence, roundId);
  const system = { ...flows, dlqUrls: flows.output('DlqUrls'), now: flows.cloud.clock.now(), graceMs: 0 };
  const outcomes = checkRound(exported, await liveFacts(system, roundId));
  const found = outcomes.filter(({ holds }) => !holds).map(({ name, violations }) => [name, violations]);
  const expected = Object.entries(broken).map(([name, all]) => [name, all.map((one) => expect.stringMatching(one))]);
  expect(Object.fromEntries(found)).toEqual(Object.fromEntries(expected));
}
