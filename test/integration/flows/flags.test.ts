import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Fact } from '../../../shared/domain/flags/facts.ts';
import { readRound } from '../../../shared/export/read.ts';
import type { PackageManifest } from '../../../shared/schemas/package.ts';
import { ApplicationRecord, OverrideRecord, SlotRecord } from '../../../shared/schemas/records.ts';
import { loadFlags, retractFacts, stateFacts } from '../../../shared/store/flags.ts';
import { applicationIdOf, keys } from '../../../shared/store/keys.ts';
import { Table } from '../../../shared/store/table.ts';
import { withdraw } from '../../../shared/withdrawal/withdraw.ts';
import { ASKED } from '../../world/corrections.ts';
import { seeded } from '../../world/random.ts';
import { type Applicant, makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';

/** Its check character is wrong. */
const WRONG_CODE = '91310115MA1H8R7C6D';

const city = makeCity({
  roundId: 'flow-flags',
  invite: { 'benchmark-enterprise': 5, 'solution-product': 2 },
  registers: ({ invitations, pilots }) => {
    const last = invitations.filter((row) => row.category === 'benchmark-enterprise').at(-1);
    const pilot = pilots.find((row) => row.uscc === last?.uscc);
    if (last === undefined || pilot === undefined) throw new Error('no enterprise');
    last.uscc = WRONG_CODE;
    pilot.uscc = WRONG_CODE;
  },
});
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  expect(await flows.openRound(city)).toMatchObject({ ok: true });
});
afterAll(() => flows.close());

const enterprise = (n: number): Applicant => city.one('benchmark-enterprise', n);
const flagsOf = async (id: string) =>
  (await loadFlags(flows.table, id)).map(({ code, counterpartId, gone }) => [
    code,
    counterpartId,
    gone?.why ?? 'stands',
  ]);
const desk = async (id: string, look = 1) => wordsOf((await (await flows.visit(`${id}~district.${look}`)).get()).html);

const withInvoice = (manifest: PackageManifest): PackageManifest =>
  manifest.category === 'benchmark-enterprise'
    ? { ...manifest, invoices: [{ number: '25372000000012345678', issuedOn: '2025-01-15', amountFen: 100 }] }
    : manifest;
const withPhone = (manifest: PackageManifest): PackageManifest => ({
  ...manifest,
  contact: { ...manifest.contact, phone: '0532-12345678' },
});

test('whoever has the same invoice is flagged on both desks, the earlier one too, until one of them mends it', async () => {
  const [one, other] = [enterprise(0), enterprise(1)];
  await flows.upload(one.applicationId, one.changed(withInvoice));
  expect(await flagsOf(one.applicationId)).toEqual([]);
  await flows.upload(other.applicationId, other.changed(withInvoice));
  expect(await flagsOf(one.applicationId)).toEqual([['same-invoice', other.applicationId, 'stands']]);
  expect(await flagsOf(other.applicationId)).toEqual([['same-invoice', one.applicationId, 'stands']]);

  const page = await desk(one.applicationId);
  expect(page).toContain('发票号码相同');
  expect(page).toContain(other.name);
  // The applicant itself hears of nobody.
  const slot = wordsOf((await (await flows.visit(one.applicationId, 'slot')).get()).html);
  expect(slot).not.toContain(other.name);
  expect(slot).not.toContain('相同');

  await flows.upload(other.applicationId, other.zip('revised'));
  expect(await flagsOf(one.applicationId)).toEqual([['same-invoice', other.applicationId, 'new-version']]);
  expect(await flagsOf(other.applicationId)).toEqual([['same-invoice', one.applicationId, 'new-version']]);
  expect(await desk(other.applicationId, 2)).toContain('材料更换后已不存在');
});

test('two that come at the same moment see each other; one that is taken back speaks against nobody', async () => {
  const [one, other] = [enterprise(2), enterprise(3)];
  await Promise.all([
    flows.upload(one.applicationId, one.changed(withPhone)),
    flows.upload(other.applicationId, other.changed(withPhone)),
  ]);
  expect(await flagsOf(one.applicationId)).toEqual([['same-phone', other.applicationId, 'stands']]);
  expect(await flagsOf(other.applicationId)).toEqual([['same-phone', one.applicationId, 'stands']]);
  await (await flows.visit(other.applicationId, 'slot')).post({ confirm: 'yes' });
  await flows.cloud.idle();
  expect(await flows.execution('Application', other.applicationId)).toBe('SUCCEEDED');
  expect(await flagsOf(one.applicationId)).toEqual([['same-phone', other.applicationId, 'withdrawn']]);
  expect(await desk(one.applicationId)).toContain('一方已撤回申报');
});

test('a recommended one is taken back, and whoever does it dies before its flags are gone: the reconciler ends it', async () => {
  const [one, other] = [city.one('solution-product', 0), city.one('solution-product', 1)];
  for (const { applicationId, changed } of [one, other]) await flows.upload(applicationId, changed(withPhone));
  const { applicationId } = other;
  await flows.decide(`${applicationId}~district.1`, { decision: 'recommend', opinion: '同意推荐。' });
  /** It can write no more once the application is taken back. */
  class Dying extends Table {
    override put(): Promise<void> {
      return Promise.reject(new Error('died'));
    }
  }
  const database = new DynamoDBClient({ endpoint: flows.cloud.endpoints.dynamodb });
  const slot = await flows.table.get(keys.slot(applicationId), SlotRecord);
  if (slot === null) throw new Error('no slot');
  await expect(withdraw(new Dying(flows.table.name, database), slot)).rejects.toThrow('died');
  expect(await flagsOf(one.applicationId)).toContainEqual(['same-phone', applicationId, 'stands']);
  expect(await withdraw(flows.table, slot)).toBe('closed');

  await flows.jump(flows.cloud.clock.now() + 16 * 60_000);
  const reconcile = () => flows.invoke(flows.output('ReconcilerFunctionName'), { by: '王处长' });
  expect(await reconcile()).toMatchObject({ flags: 1 });
  expect(await flagsOf(one.applicationId)).toContainEqual(['same-phone', applicationId, 'withdrawn']);
  expect(await reconcile()).toMatchObject({ flags: 0 });
});

test('the export tells of flags without what they are about, and phones are kept nowhere but in the packages', async () => {
  const { flags } = await readRound(flows.table, flows.evidence, city.roundId);
  expect(flags).toHaveLength(10);
  expect(JSON.stringify(flags)).not.toMatch(/12345678(?!）)/);
});

test('a credit code that fails its check is confirmed by the officer, with the reason, and stays confirmed', async () => {
  const applicant = enterprise(4);
  const applicationId = applicationIdOf(city.roundId, 'benchmark-enterprise', WRONG_CODE, 1);
  const application = () => flows.table.get(keys.application(applicationId), ApplicationRecord);
  const finding = async () => (await application())?.findings.find(({ rule }) => rule === 'common.credit-code');
  await flows.upload(applicationId, applicant.zip());
  expect(await finding()).toMatchObject({ outcome: 'needs-person' });

  const visit = await flows.visit(`${applicationId}~district.1`);
  const decision = { decision: 'return', ...ASKED, opinion: '请补充材料。' };
  const silent = await visit.post({ ...decision, usccConfirmed: 'yes', usccReason: ' ' });
  expect(silent.status).toBe(422);
  expect(wordsOf(silent.html)).toContain('请填写核对了什么');
  const unticked = await visit.post({ ...decision, usccReason: '执照原件无误' });
  expect(wordsOf(unticked.html)).toContain('请同时勾选确认');
  await flows.decide(`${applicationId}~district.1`, { ...decision, usccConfirmed: 'yes', usccReason: '执照原件无误' });
  const by = (await flows.table.get(keys.override(applicationId, 'common.credit-code'), OverrideRecord))?.by;
  expect(by).toMatch(/^district/);
  expect(await finding()).toMatchObject({ outcome: 'pass', evidence: expect.stringContaining('执照原件无误') });

  await flows.upload(applicationId, applicant.zip('corrected'));
  expect(await finding()).toMatchObject({ outcome: 'pass', evidence: expect.stringContaining('执照原件无误') });
  const page = (await (await flows.visit(`${applicationId}~district.2`)).get()).html;
  expect(wordsOf(page)).toContain('执照原件无误');
  expect(page).not.toContain('usccConfirmed');
  await flows.decide(`${applicationId}~district.2`, { decision: 'recommend', opinion: '同意推荐。' });
});

/** Many move at once, again and again; nobody waits for anybody. */
test('whatever order everybody comes, changes and leaves in, flags stand for what is shared and for nothing else', async () => {
  const roundId = 'flow-flags-race';
  const random = seeded('flags');
  const people = Array.from({ length: 8 }, (_, n) => ({
    roundId,
    applicationId: applicationIdOf(roundId, 'benchmark-enterprise', `91370200MA3G${String(n).padStart(5, '0')}X`, 1),
    uscc: `91370200MA3G${String(n).padStart(5, '0')}X`,
    category: 'benchmark-enterprise' as const,
    related: [],
  }));
  const holds = new Map<string, string[]>();
  const moves = people.map((one) =>
    Array.from({ length: 5 }, () => (random.chance(0.2) ? [] : random.sample(['a', 'b', 'c', 'd', 'e'], 2))).map(
      (values, i) => ({ one: { ...one, version: i + 1 }, values }),
    ),
  );
  const facts = (values: string[]): Fact[] =>
    values.map((value) => ({ kind: 'invoice', value, labels: [`发票${value}`] }));
  await Promise.all(
    moves.map(async (own) => {
      for (const { one, values } of own) {
        const move = () =>
          values.length === 0 ? retractFacts(flows.table, one) : stateFacts(flows.table, one, facts(values), 'secret');
        // As the workflow does with what is to be tried again.
        for (let tries = 0; !(await move()); tries += 1) expect(tries).toBeLessThan(20);
        holds.set(one.applicationId, values);
      }
    }),
  );
  for (const { applicationId } of people) {
    const mine = holds.get(applicationId) ?? [];
    const shares = people
      .filter((other) => other.applicationId !== applicationId)
      .filter((other) => holds.get(other.applicationId)?.some((value) => mine.includes(value)))
      .map((other) => other.applicationId);
    const standing = (await loadFlags(flows.table, applicationId)).filter(({ gone }) => gone === null);
    expect(standing.map(({ counterpartId }) => counterpartId).toSorted()).toEqual(shares.toSorted());
  }
});
