import { afterAll, beforeAll, expect, test } from 'vitest';
import { seal } from '../../../functions/seal/handler.ts';
import { merkleTree } from '../../../shared/domain/merkle.ts';
import { checkProof } from '../../../shared/domain/proofs.ts';
import { Proof, RootsDocument, type SealedGate, SealSecretRecord } from '../../../shared/schemas/proofs.ts';
import { ApplicationRecord, PlaceRecord, RoundRecord } from '../../../shared/schemas/records.ts';
import { loadLog } from '../../../shared/store/decision-log.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadRoots } from '../../../shared/store/roots.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';
import { decideAll, INTAKE_OVER, scoreAll, submitAll } from './rounds.ts';

/** One place, three who want it, and one who leaves before the notice. */
const city = makeCity({
  roundId: 'flow-proofs',
  invite: { 'solution-product': 4, 'service-provider': 1 },
  policy: ({ categories }) => {
    categories['solution-product'].quota.value = 1;
  },
});
const { roundId } = city;
const cases = city.applicants.filter(({ category }) => category === 'solution-product');
const [winner, second, third, leaver] = cases as [Applicant, Applicant, Applicant, Applicant];
const late = city.one('service-provider', 0);
const SHARES = new Map([winner, second, third, leaver].map((one, i) => [one.applicationId, 0.95 - i / 10]));

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
});
afterAll(() => flows.close());

const pages = (path: string) => fetch(`${flows.cloud.endpoints.http}${path}`);
const roots = async () => RootsDocument.parse(await (await pages(`/rounds/${roundId}/roots.json`)).json());
const own = async (path: string, { applicationId } = winner) => {
  const visit = await flows.visit(applicationId, 'slot');
  return visit.get(`${visit.path}${path}`);
};
async function proofOf(gate: SealedGate, applicant = winner): Promise<Proof> {
  const answer = await own(`/proofs/${gate}.json`, applicant);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${wordsOf(answer.html)}`);
  return Proof.parse(JSON.parse(answer.html));
}
const published = async (gate: SealedGate, category = 'solution-product') =>
  (await roots()).lists.find((one) => one.gate === gate && one.category === category);

test('before a gate there is no proof, and the page says when there is', async () => {
  await flows.openRound(city);
  await submitAll(flows, [winner, second, third, leaver]);
  expect((await roots()).lists).toEqual([]);
  const answer = await own('/proofs/intake');
  expect(answer.status).toBe(404);
  expect(wordsOf(answer.html)).toContain('还没有存证凭证');
  expect(wordsOf((await own('')).html)).toContain('现在还没有凭证');
});

test('what was received is sealed when the intake closes; who was in proves it, and nobody else can ask', async () => {
  await flows.jump(INTAKE_OVER);
  expect(await published('intake')).toMatchObject({ no: 1, count: 4, algorithm: 'sha256-rfc6962' });
  expect(await published('intake', 'service-provider')).toMatchObject({ count: 0, root: merkleTree([]).root });
  const root = (await published('intake'))?.root ?? '';
  for (const applicant of cases) {
    const proof = await proofOf('intake', applicant);
    const record = await flows.table.get(keys.application(applicant.applicationId), ApplicationRecord);
    expect(checkProof(proof, root)).toBe('proven');
    expect(proof.entry).toEqual({
      applicationId: applicant.applicationId,
      ...{ name: record?.name, title: record?.title, packageSha256: record?.packageSha256 },
      decisions: { count: 1, head: (await loadLog(flows.table, applicant.applicationId))[0]?.hash },
    });
  }
  expect(wordsOf((await own('/proofs/intake')).html)).toContain(root);
  const visit = await flows.visit(second.applicationId, 'slot');
  expect((await visit.get(`/slots/${winner.applicationId}/proofs/intake.json`)).status).toBe(403);
  expect((await pages(`/slots/${winner.applicationId}/proofs/intake.json`)).status).toBe(403);
  expect((await own('/proofs/nonsense')).status).toBe(404);
  expect((await own('/proofs/intake.xml')).status).toBe(404);
});

test('what came in time and was examined later has a list of its own, and the first stays as it was', async () => {
  const before = await published('intake');
  // As an intake leaves it that finds a package whose message was late.
  const like = await flows.table.get(keys.application(winner.applicationId), ApplicationRecord);
  const { applicationId, category } = late;
  await flows.table.put(keys.application(applicationId), {
    ...{ ...like, applicationId, category, uscc: late.uscc, name: late.name, status: 'not-recommended', waitId: null },
  });
  await flows.table.put(keys.roster(roundId, applicationId), { entity: 'Roster', applicationId, category });
  await decideAll(
    flows,
    cases.map((one) => [`${one.applicationId}~district.1`, { decision: 'recommend', opinion: '同意推荐。' }]),
  );
  const lists = (await roots()).lists.filter(({ gate }) => gate === 'intake');
  expect(lists.filter(({ no }) => no === 2)).toMatchObject([{ category: 'service-provider', count: 1 }]);
  expect(lists).toContainEqual(before);
  expect(checkProof(await proofOf('intake', late), lists.find(({ no }) => no === 2)?.root ?? '')).toBe('proven');
  await flows.table.delete(keys.roster(roundId, applicationId));
  await flows.table.delete(keys.application(applicationId));
});

test('the ranking is sealed as it is published, in its order, with the totals', async () => {
  await scoreAll(flows, city, ({ applicationId }) => SHARES.get(applicationId) ?? 0.5);
  const visit = await flows.visit(leaver.applicationId, 'slot');
  await visit.post({ confirm: 'yes' });
  await flows.cloud.idle();
  expect((await roots()).lists.filter(({ gate }) => gate === 'notice')).toEqual([]);
  expect((await own('/proofs/notice')).status).toBe(404);
  await flows.decide(`${roundId}~deliberate.2`, { decision: 'approve', reason: '审议通过。' });
  const list = await published('notice');
  expect(list).toMatchObject({ count: 3 });
  for (const [i, applicant] of [winner, second, third].entries()) {
    const proof = await proofOf('notice', applicant);
    const place = await flows.table.get(keys.place(roundId, 'solution-product', applicant.applicationId), PlaceRecord);
    expect(checkProof(proof, list?.root ?? '')).toBe('proven');
    expect(proof).toMatchObject({ index: i, entry: { rank: i + 1, exactTotal: place?.total, shown: place?.shown } });
  }
  const notice = await (await pages(`/rounds/${roundId}/notice`)).text();
  expect(notice).toContain(list?.root);
  // Who left has nothing to prove here, and still was received.
  expect((await own('/proofs/notice', leaver)).status).toBe(404);
  expect((await proofOf('intake', leaver)).entry.applicationId).toBe(leaver.applicationId);
});

test('a list of awards is sealed as it was confirmed, with the amounts; the letter names its root', async () => {
  await flows.jump('2025-12-20T16:01:00.000Z');
  expect((await roots()).lists.filter(({ gate }) => gate === 'awards')).toEqual([]);
  await flows.decide(`${roundId}~confirm.1`, { decision: 'confirm', reason: '同意。' });
  const list = await published('awards');
  expect(list).toMatchObject({ no: 1, count: 1 });
  const proof = await proofOf('awards');
  expect(checkProof(proof, list?.root ?? '')).toBe('proven');
  expect(proof.entry).toMatchObject({ rank: 1, amountFen: expect.any(Number) });
  expect(await (await pages(`/rounds/${roundId}/awards`)).text()).toContain(list?.root);
  expect(flows.mailAbout(`${winner.applicationId}~payee.1`).text).toContain(list?.root);
});

test('the evidence has every root, and sealing again changes nothing', async () => {
  const before = await loadRoots(flows.table, roundId);
  await flows.table.update(keys.application(winner.applicationId), { set: { title: '改过的名称' } });
  for (const [gate, no] of [
    ['intake', 1],
    ['intake', 2],
    ['notice', 1],
    ['awards', 1],
  ] as const) {
    await seal(flows.deps, { roundId, gate, no });
    const kept = RootsDocument.parse(await flows.evidence.readJson(`roots/${roundId}/${gate}-${no}.json`));
    expect(kept.lists).toEqual((await roots()).lists.filter((one) => one.gate === gate && one.no === no));
  }
  expect(await loadRoots(flows.table, roundId)).toEqual(before);
  expect((await proofOf('notice')).entry.title).not.toBe('改过的名称');
});

test('what makes the salts is not what the draw discloses, and is in no page', async () => {
  const round = await flows.table.get(keys.round(roundId), RoundRecord);
  const seal = await flows.table.get(keys.sealSecret(roundId), SealSecretRecord);
  expect(seal?.secret).toMatch(/^[0-9a-f]{64}$/);
  expect(seal?.secret).not.toBe(round?.secret);
  const salts = await Promise.all(([winner, second] as const).map((one) => proofOf('notice', one)));
  expect(new Set(salts.map(({ salt }) => salt)).size).toBe(2);
  expect(JSON.stringify([await roots(), salts])).not.toContain(seal?.secret);
});
