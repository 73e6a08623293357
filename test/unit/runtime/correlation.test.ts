import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { correlated, idsIn, idsNow, idsOfPath } from '../../../shared/runtime/correlation.ts';

const roundId = 'qd-2025';
const applicationId = `${roundId}.b.0123456789abcdef`;
const both = { roundId, applicationId };
const taskId = `${applicationId}~score.1.2`;
const disbursementId = `${applicationId}.1.1`;

test.each([
  ['a payload of a state machine', { roundId, applicationId }, both],
  ['a task', { taskId, kind: 'task' }, { ...both, taskId }],
  ['a wait of a round', { waitId: `${roundId}~deliberate` }, { roundId, taskId: `${roundId}~deliberate` }],
  ['an award', { awardId: applicationId, roundId, name: '甲' }, both],
  ['a payment', { disbursementId, awardId: applicationId, roundId, outbox: 'finance' }, { ...both, disbursementId }],
  ['an answer of finance', { detail: { disbursementId, roundId, outcome: 'paid' } }, { ...both, disbursementId }],
  ['an uploaded object', { detail: { object: { key: `inbox/${roundId}/${applicationId}/u1.zip` } } }, both],
  ['a whole round', { op: 'open', roundId }, { roundId }],
  ['nothing of ours', { name: '张三', email: 'zhang@example.test', applicationId: '张三' }, {}],
  ['no object', 'text', {}],
])('the ids of %s are found', (_, given, ids) => {
  expect(idsIn(given)).toEqual(ids);
});

test.each([
  [`/slots/${applicationId}/upload.json`, both],
  [`/tasks/${taskId}`, { ...both, taskId }],
  [`/rounds/${roundId}/notice`, { roundId }],
  [`/l/${'x'.repeat(43)}`, {}],
  ['/console/actions', {}],
])('of the path %s only ids are taken', (path, ids) => {
  expect(idsOfPath(path)).toEqual(ids);
});

test('what goes on at the same time is told apart, and outside nothing is said', async () => {
  const seen = await Promise.all(
    ['a-1', 'b-2'].map((id) =>
      correlated({ roundId: id }, async () => {
        await sleep(1);
        return idsNow();
      }),
    ),
  );
  expect(seen).toEqual([{ roundId: 'a-1' }, { roundId: 'b-2' }]);
  expect(idsNow()).toEqual({});
});
