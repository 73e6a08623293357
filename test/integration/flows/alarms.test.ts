/** Each kind of alarm rings when its cause is made to happen, and is quiet again when that is mended. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { examinePlace } from '../../../infra/cli/doctor/place.ts';
import { openPlace } from '../../../infra/cli/place.ts';
import { ALARM_KINDS, type AlarmKindName, RUNBOOKS } from '../../../infra/constructs/alarm-kinds.ts';
import { CAUSES } from './causes/all.ts';
import { openWorld, type World } from './causes/cause.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(async () => {
  // Two awards with their payments, which nobody ranked, planned or ordered, and a panel without a draw.
  const each = (...patterns: RegExp[]) => patterns.flatMap((pattern) => [pattern, pattern]);
  await world.close({
    [world.roundId]: {
      'figures-recompute': [
        /没有抽取记录/,
        ...each(/名单/),
        ...each(/金额/, /金额|步骤/, /金额|步骤/),
        ...each(/不在所记的拨付方案/),
      ],
      'no-conflicted-expert': [/第 1 席的专家 unknown/],
      'one-award-per-place': each(/没有与之相符/),
      'ledger-holds': each(/历次奖补台账中没有$/),
      'open-rows-match': [/settlement .* 不在未决清单中/],
      'sums-agree': each(/不在所记的拨付方案/),
      'decisions-are-chained': each(/ award 有记录| payment:.* 有记录/, / award 有记录| payment:.* 有记录/),
    },
  });
});

test('every kind of alarm has a cause here, and no two causes stand for the same', () => {
  expect(Object.keys(CAUSES).sort()).toEqual(Object.keys(ALARM_KINDS).sort());
  const causes = Object.values(CAUSES).flat();
  expect(new Set(causes).size).toBe(causes.length);
});

test('when all is well nothing rings, whatever was done, and the place is as it should be', async () => {
  const alarms = world.flows.cloud.alarms();
  expect(alarms.length).toBeGreaterThan(50);
  expect(world.ringing()).toEqual([]);
  expect(alarms.find(({ name }) => name === 'awards-local-intake-errors')).toMatchObject({ state: 'OK', value: 0 });
  const { code, out, err } = await world.awards('doctor');
  expect({ code, err }, out).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^数据表 +索引与变更流 +正常 +ACTIVE，索引 gsi1、gsi2，变更流 NEW_IMAGE$/m);
  expect(out).toMatch(/^告警 +正在告警 +正常 +\d+ 项，均正常$/m);
  expect(out).toMatch(/^函数 +CallFunctionName +本机没有/m);
  expect(out).toMatch(/^权限 +restore +正常/m);
});

describe.each(Object.entries(CAUSES))('%s', (kind, causes) => {
  test.each(causes)('$title', async ({ rings, make, mend }) => {
    expect(world.ringing()).toEqual([]);
    await make(world);
    // What is refused is asked again in real time.
    await expect.poll(world.ringing, { timeout: 60_000 }).toEqual(rings.toSorted());
    expectKind(kind as AlarmKindName, rings[0]);
    await mend(world);
    expect(world.ringing()).toEqual([]);
  });
});

/** The alarm says the severity of its kind, and leads to its kind's section of the runbook. */
function expectKind(kind: AlarmKindName, name: string): void {
  const alarm = world.flows.cloud.alarms().find((one) => one.name === `awards-local-${name}`);
  expect(alarm?.description).toMatch(new RegExp(`^\\[${ALARM_KINDS[kind].severity}\\] `));
  for (const file of RUNBOOKS) {
    expect(alarm?.description).toContain(`${file}#${kind}`);
    expect(readFileSync(join(ROOT, file), 'utf8')).toContain(`<a id="${kind}"></a>`);
  }
}

test('who may not do what a command needs is told which, and nothing was changed by asking', async () => {
  const { flows } = world;
  const place = openPlace(join(flows.dataDir, 'endpoints.json'), {});
  place.dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const refused = Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
        if (commandName === 'PutItemCommand') throw refused;
        return next(args);
      },
    { step: 'initialize' },
  );
  const { text, good } = await examinePlace(place);
  place.close();
  expect(good).toBe(false);
  expect(text).toMatch(/^权限 +restore +有问题 +dynamodb:PutItem（AccessDeniedException）$/m);
  expect(text).toMatch(/^权限 +reconcile +正常/m);
  expect(await flows.evidence.head('doctor/nothing')).toBeNull();
  expect(await flows.table.get({ pk: 'DOCTOR', sk: 'NOTHING' }, z.unknown())).toBeNull();
});
