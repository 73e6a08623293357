import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { issue } from '../../../functions/issue/handler.ts';
import { propose } from '../../../functions/plan/handler.ts';
import type { Deps } from '../../../shared/deps.ts';
import { DisbursementRecord, PlanHead } from '../../../shared/schemas/records.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadAwards, loadList, loadLists, loadPlan, loadPlans, putList, putPlan } from '../../../shared/store/lists.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { Table } from '../../../shared/store/table.ts';
import { EVIDENCE, startBuckets, startTable, TABLE } from '../../browser/parts.ts';
import { payableAwards, roundToPlan } from '../../world/awards.ts';

/** In memory where there is such a folder: it writes a lot. */
const SHARED_MEMORY = '/dev/shm';
const MANY = 12_000;
const dir = mkdtempSync(join(existsSync(SHARED_MEMORY) ? SHARED_MEMORY : tmpdir(), 'paged-'));
let database: Awaited<ReturnType<typeof startTable>>;
let buckets: Awaited<ReturnType<typeof startBuckets>>;
let deps: Deps;
beforeAll(async () => {
  database = await startTable(join(dir, 'table'));
  buckets = await startBuckets(join(dir, 'buckets'), () => Date.now());
  deps = { table: new Table(TABLE, database.dynamo), evidence: new Bucket(EVIDENCE, buckets.s3) };
});
afterAll(async () => {
  await Promise.all([database.stop(), buckets.stop()]);
  rmSync(dir, { recursive: true });
});

/** The table as a process has it that dies at a call: in the middle of what it was to write at once, or before it. */
function dyingAt(command: 'BatchWriteItemCommand' | 'PutItemCommand', keep: number): Table {
  const client = database.connect();
  client.middlewareStack.add(
    (next, context) => async (args) => {
      const { RequestItems } = args.input as { RequestItems?: Record<string, unknown[]> };
      if (context['commandName'] !== command) return next(args);
      RequestItems?.[TABLE]?.splice(keep);
      if (keep > 0) await next(args);
      throw new Error('killed');
    },
    { step: 'initialize' },
  );
  return new Table(TABLE, client);
}

async function pagesOf(roundId: string): Promise<string[]> {
  const scan = {
    TableName: TABLE,
    FilterExpression: 'begins_with(pk, :pk)',
    ProjectionExpression: 'pk, sk',
    ExpressionAttributeValues: { ':pk': { S: `IDS#${roundId}#` } },
  };
  const pages: string[] = [];
  for await (const { Items = [] } of paginateScan({ client: database.dynamo }, scan))
    pages.push(...Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`));
  return pages.toSorted();
}

test('twelve thousand awards are planned and issued, from a list that no item could hold', async () => {
  const roundId = 'many';
  const awards = payableAwards(roundId, MANY);
  await roundToPlan(deps, roundId, awards);
  const ids = awards.map(({ awardId }) => awardId).toSorted();
  expect((await loadLists(deps.table, roundId))[0]?.applicationIds).toEqual(ids);
  expect(await propose(deps, { roundId })).toMatchObject({ decision: 'planned', planNo: 1 });
  const plan = await loadPlan(deps.table, roundId, 1);
  expect(plan?.awardIds).toEqual(ids);
  expect(plan?.totalFen).toBe(awards.reduce((sum, { amountFen }) => sum + amountFen, 0));
  expect(new Set((await loadAwards(deps.table, roundId)).map(({ status, planNo }) => `${status} ${planNo}`))).toEqual(
    new Set(['planned 1']),
  );
  const head = await deps.table.get(keys.plan(roundId, 1), PlanHead);
  expect(head).toMatchObject({ paged: { count: MANY } });
  expect(head?.awardIds).toBeUndefined();
  // Again, as after a lost answer: the same plan, and nothing beside it.
  const pages = await pagesOf(roundId);
  expect(await propose(deps, { roundId })).toMatchObject({ planNo: 1 });
  expect(await pagesOf(roundId)).toEqual(pages);
  expect(pages).toHaveLength(24);
  await deps.table.update(keys.plan(roundId, 1), { set: { status: 'approved' } });
  const some = [null, '100', '6000', '11900'];
  const next = await forEachId(some.map(String), (cursor) =>
    issue(deps.table, { roundId, planNo: 1, cursor: cursor === 'null' ? null : cursor }),
  );
  expect(next.map(({ cursor }) => cursor)).toEqual(['100', '200', '6100', null]);
  const issued = await deps.table.all(keys.disbursementsPk(roundId), DisbursementRecord);
  const expected = [...ids.slice(0, 200), ...ids.slice(6000, 6100), ...ids.slice(11_900)];
  expect(issued.map(({ awardId }) => awardId).toSorted()).toEqual(expected);
});

test.each([
  ['in the middle of its pages', 'BatchWriteItemCommand', 1],
  ['between its pages and the plan', 'PutItemCommand', 0],
] as const)('who dies %s has planned nothing, and whoever goes on plans what there is then', async (_, at, keep) => {
  const roundId = `dies-${keep}`;
  const awards = payableAwards(roundId, 2001);
  await roundToPlan(deps, roundId, awards);
  await expect(propose({ ...deps, table: dyingAt(at, keep) }, { roundId })).rejects.toThrow('killed');
  expect(await loadPlans(deps.table, roundId)).toEqual([]);
  expect((await pagesOf(roundId)).length).toBeGreaterThan(3);
  // Meanwhile one more account came.
  const [more] = payableAwards(roundId, 2002).slice(-1);
  if (more !== undefined) await deps.table.put(keys.award(roundId, more.awardId), more);
  expect(await propose(deps, { roundId })).toMatchObject({ decision: 'planned', planNo: 1 });
  const [plan, ...others] = await loadPlans(deps.table, roundId);
  expect(others).toEqual([]);
  expect(plan?.awardIds).toEqual([...awards.map(({ awardId }) => awardId), more?.awardId].toSorted());
});

test('two who plan at once make one plan', async () => {
  const roundId = 'at-once';
  await roundToPlan(deps, roundId, payableAwards(roundId, 1500));
  const both = await Promise.allSettled([propose(deps, { roundId }), propose(deps, { roundId })]);
  expect(both.some(({ status }) => status === 'fulfilled')).toBe(true);
  expect(await propose(deps, { roundId })).toMatchObject({ planNo: 1 });
  const plans = await loadPlans(deps.table, roundId);
  expect(plans.map(({ awardIds }) => awardIds.length)).toEqual([1500]);
});

test('a list whose pages are not all there, or are others, is no list', async () => {
  const roundId = 'broken';
  const ids = payableAwards(roundId, 1001).map(({ awardId }) => awardId);
  const at = '2025-12-20T01:00:00.000Z';
  const list = {
    entity: 'List',
    roundId,
    listNo: 1,
    status: 'proposed',
    hash: 'a'.repeat(64),
    proposedAt: at,
  } as const;
  await putList(deps.table, { ...list, applicationIds: ids });
  expect((await loadList(deps.table, roundId, 1))?.applicationIds).toEqual(ids);
  const [first = '', second = ''] = await pagesOf(roundId);
  const keyOf = (page: string) => ({ pk: page.split(' ')[0] ?? '', sk: page.split(' ')[1] ?? '' });
  await deps.table.update(keyOf(second), { set: { ids: [ids[0]] } });
  await expect(loadList(deps.table, roundId, 1)).rejects.toMatchObject({ code: 'record.malformed' });
  await deps.table.delete(keyOf(first));
  await expect(loadLists(deps.table, roundId)).rejects.toMatchObject({ code: 'record.malformed' });
});

test('a plan with its ids in it, as they were kept before and are while they are few, is read as ever', async () => {
  const roundId = 'few';
  const awardIds = payableAwards(roundId, 3).map(({ awardId }) => awardId);
  const proposedAt = '2025-12-20T01:00:00.000Z';
  const plan = { entity: 'Plan', roundId, planNo: 1, status: 'issued', awardIds, totalFen: 3, proposedAt } as const;
  await deps.table.put(keys.plan(roundId, 1), plan);
  expect(await loadPlan(deps.table, roundId, 1)).toEqual(plan);
  await putPlan(deps.table, { ...plan, awardIds, planNo: 2 });
  expect(await deps.table.get(keys.plan(roundId, 2), PlanHead)).toMatchObject({ awardIds });
  expect(await pagesOf(roundId)).toEqual([]);
});
