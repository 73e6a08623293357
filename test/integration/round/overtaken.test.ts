import { afterAll, beforeAll, expect, test } from 'vitest';
import { propose } from '../../../functions/plan/handler.ts';
import { declineAward } from '../../../shared/declines/decline.ts';
import {
  AwardRecord as Award,
  type AwardRecord,
  type PlaceRecord,
  PlanRecord,
} from '../../../shared/schemas/records.ts';
import { applicationIdOf, keys } from '../../../shared/store/keys.ts';
import type { Table } from '../../../shared/store/table.ts';
import { type Site, startSite } from '../../browser/site.ts';

/** A winner declines in the moment in which a plan is made. */
let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

const at = '2025-11-10T02:00:00.000Z';

/** An award whose account is there. */
async function payable(no: number): Promise<string> {
  const { table, roundId } = site;
  const common = { roundId, category: 'chain-case' as const, rank: no, listNo: 1 };
  const awardId = applicationIdOf(roundId, 'chain-case', '91330100MA27XL0K4Q', no);
  const award: AwardRecord = {
    ...{ ...common, entity: 'Award', awardId, uscc: '91330100MA27XL0K4Q', name: '甲', title: '乙', steps: [] },
    ...{
      amountFen: 100,
      otherReadingFen: 100,
      status: 'payable',
      payeeRef: 'p',
      planNo: null,
      attempt: 1,
      announcedAt: at,
    },
  };
  const place: PlaceRecord = {
    ...{ ...common, entity: 'Place', applicationId: awardId, order: no, total: '90', shown: '90.00', decidedBy: null },
    ...{ state: 'confirmed', noticeEndsAt: at, openObjections: 0 },
  };
  await table.put(keys.award(roundId, awardId), award);
  await table.put(keys.place(roundId, 'chain-case', awardId), place);
  return awardId;
}

test('the plan that was being made goes back, and the next one is made without the award', async () => {
  const { table, roundId, evidence } = site;
  const [goes, stays] = [await payable(1), await payable(2)];
  const decline = () => declineAward(site, { roundId, awardId: goes, reason: '另有资助', at });
  // Between the plan and the marking of its awards.
  const put: Table['put'] = async (key, item, options) => {
    await table.put(key, item, options);
    if (item['entity'] === 'Plan' && item['planNo'] === 1) expect(await decline()).toBe('declined');
  };
  const raced = new Proxy(table, {
    get(target, name: keyof Table) {
      const own = target[name];
      if (name === 'put') return put;
      return typeof own === 'function' ? own.bind(target) : own;
    },
  });
  expect(await propose({ table: raced, evidence }, { roundId })).toMatchObject({ decision: 'planned', planNo: 2 });
  const plan = (no: number) => table.get(keys.plan(roundId, no), PlanRecord);
  expect(await plan(1)).toMatchObject({ status: 'rejected', awardIds: [goes, stays].toSorted() });
  expect(await plan(2)).toMatchObject({ status: 'proposed', awardIds: [stays], totalFen: 100 });
  const status = async (id: string) => (await table.get(keys.award(roundId, id), Award))?.status;
  expect([await status(goes), await status(stays)]).toEqual(['declined', 'planned']);
  // Once more, as after a crash: the same plan.
  expect(await propose({ table, evidence }, { roundId })).toMatchObject({ planNo: 2 });
  expect(await decline()).toBe('declined');
});
