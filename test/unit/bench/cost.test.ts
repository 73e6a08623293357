import { expect, test } from 'vitest';
import { stageNamed } from '../../../infra/stages.ts';
import { costBy, fitted, predicted, sumOf, unpriced } from '../../bench/cost/model.ts';
import { NECESSARY } from '../../bench/cost/necessary.ts';
import type { Count, Facts, PlayedRound } from '../../bench/cost/played.ts';
import { Attribution, functionOf, STAGES } from '../../bench/cost/stages.ts';
import { costOfStanding, standing } from '../../bench/cost/standing.ts';
import { priceNameOf, pricesOf, priceTables } from '../../demo/report/prices.ts';
import { synthesized } from '../../infra/templates.ts';

const prices = pricesOf('us-east-1');
const round = (applications: number, counts: Count[]): PlayedRound => ({
  ...{ applications, counts, facts: {} as Facts },
  bytes: { logs: 0, objects: 0, table: 0 },
});
const transitions = (amount: number): Count => ({
  ...{ stage: 'scoring', by: '', operation: 'stepfunctions.transition' },
  amount,
});

test('what every application costs is told from what the round costs', () => {
  const parts = fitted(round(60, [transitions(60 * 20 + 40)]), round(300, [transitions(300 * 20 + 40)]));
  expect(parts).toMatchObject([{ stage: 'scoring', perApplication: 20, perRound: 40 }]);
  const all = predicted(parts, 30_000);
  expect(all).toMatchObject([{ amount: 600_040 }]);
  expect(sumOf(costBy(all, prices, ({ stage }) => stage))).toBeCloseTo(600_040 * 0.000025);
});

test('what grows faster than the round is all of the applications’, what falls is the round’s', () => {
  const faster = fitted(round(10, [transitions(10)]), round(20, [transitions(40)]));
  expect(faster).toMatchObject([{ perApplication: 2, perRound: 0 }]);
  expect(fitted(round(10, [transitions(9)]), round(20, [transitions(7)]))).toMatchObject([
    { perApplication: 0, perRound: 7 },
  ]);
  expect(() => fitted(round(20, []), round(20, []))).toThrow('must be the larger');
});

test('functions, queues and machines say their stage; what all stages share is of the one that the round has come to', () => {
  const attribution = new Attribution();
  const of = (by: string) => attribution.stageOf({ by });
  const web = 'Awards-local-Service-WebwebFunctionD6B1B0F9-1b2c3d4e';
  attribution.begins('intake');
  expect(of(web)).toBe('intake');
  expect(of('Awards-local-Service-WorkfloweligibilityFunctionAA-12')).toBe('eligibility');
  expect(of(web)).toBe('intake');
  expect(of('Awards-local-Data-FinanceQueue123')).toBe('money');
  expect(of('Awards-local-Service-WorkflowapplicationMachine12-34')).toBe('district');
  expect(of(web)).toBe('intake');
  attribution.begins('district');
  expect(of('Awards-local-Service-Workflowtask-openFunctionAA-12')).toBe('district');
  expect(of('Awards-local-Service-WorkflowfanoutFunctionAA-12')).toBe('panels');
  expect(of('Awards-local-Service-WorkflowscoringMachine12-34')).toBe('scoring');
  expect(of(web)).toBe('scoring');
  expect(functionOf('Awards-local-Service-WorkflowtaskopenFunction123-4')).toBe('task-open');
  expect(functionOf('awards-evidence/packages')).toBeUndefined();
});

test('every stage has what it needs, each with its reason, and each has a price', () => {
  for (const stage of STAGES) expect(NECESSARY.some((one) => one.stage === stage && one.each > 0)).toBe(true);
  for (const { operation, because } of NECESSARY) {
    expect(because).not.toBe('');
    expect(prices.prices[priceNameOf(operation) ?? ''], operation).toBeGreaterThan(0);
  }
});

test('a region whose prices are not all known says which are missing', () => {
  const [, china] = priceTables();
  expect(china?.region).toBe('cn-north-1');
  expect(unpriced([transitions(1)], china ?? prices)).toEqual(['stepfunctions.transition']);
  expect(unpriced([transitions(1)], prices)).toEqual([]);
});

test('what stands there is counted in the template', () => {
  const { data, service } = synthesized(stageNamed('dev'));
  const all = standing([data, service]);
  expect(all.map(({ what }) => what)).toContain('4 queues that are polled');
  expect(all.find(({ price }) => price === 'lambda.invocations')?.amount).toBe(30 * 24 + 30 * 24 * 12);
  expect(all.find(({ price }) => price === 'kms.keyMonths')?.amount).toBe(1);
  const lessOne = costOfStanding(all, { ...prices, prices: { ...prices.prices, 'kms.keyMonths': 0.5 } });
  expect(costOfStanding(all, prices) - lessOne).toBeCloseTo(0.5);
});
