import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PAGE as FANNED_OUT } from '../../../functions/fan-out/handler.ts';
import { stageNamed } from '../../../infra/stages.ts';
import { LIMITS } from '../../bench/quotas/limits.ts';
import { designOf, quotasOf } from '../../bench/quotas/quotas.ts';
import { quotasText } from '../../bench/quotas/render.ts';
import { FILE } from '../../bench/quotas/write.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { synthesized } from '../../infra/templates.ts';

const design = designOf(synthesized(stageNamed('prod')).service, readPolicy(QINGDAO));
const quotas = quotasOf(design);
const named = (what: string) => quotas.find(({ limit }) => limit.what === what)?.reachedAt;

test('no limit is reached below a hundred thousand applications', () => {
  expect(quotas.filter(({ reachedAt }) => reachedAt < 100_000).map(({ limit }) => limit.what)).toEqual([]);
});

test('every limit that is known is looked at', () => {
  const seen = new Set(quotas.map(({ limit }) => limit));
  const unseen = Object.entries(LIMITS).filter(([, limit]) => !seen.has(limit));
  // Their rates, and the bytes of all entries together, are what is met first.
  expect(unseen.map(([name]) => name)).toEqual(['startBucket', 'tableWrites', 'eventBytes']);
});

test('figures follow from the code, the template and the policy', () => {
  expect(design.pages.fannedOut).toBe(FANNED_OUT);
  expect(design).toMatchObject({ seats: 5, intakeConsumers: 50, requestRate: 200, shards: 4 });
  const smaller = quotasOf({ ...design, pages: { ...design.pages, issued: 10 } });
  const history = smaller.find(({ limit }) => limit === LIMITS.history)?.reachedAt ?? 0;
  expect(history * 10).toBe(named('events of an execution'));
  expect(() => quotasOf({ ...design, inHand: 200_000 })).toThrow('messages in flight, standard: 200000 of 120000');
});

test('docs/quotas.md is what the code says now (npm run bench -- quotas)', () => {
  expect(readFileSync(FILE, 'utf8')).toBe(quotasText(quotas));
});
