import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { DisableKeyCommand, EnableKeyCommand } from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { accounts } from '../../../functions/payee/handler.ts';
import { issueLink } from '../../../shared/links.ts';
import { PayeeKey } from '../../../shared/payees/key.ts';
import {
  AwardRecord,
  type DisbursementRecord,
  PayeeLookupRecord,
  PayeeRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { openTaskAction } from '../../../shared/tasks/open.ts';
import { TABLE } from '../../browser/parts.ts';
import { planOf, type Site, startSite } from '../../browser/site.ts';
import { follow } from '../flows/visit.ts';

const NAME = '甲公司';
const FORM = {
  decision: 'account',
  accountName: NAME,
  bank: '示例银行第一支行',
  accountNumber: '6299 0000 0000 000',
  consent: 'yes',
};
const AT = '2025-11-10T01:00:00.000Z';

let site: Site;
let awardId: string;
beforeAll(async () => {
  site = await startSite();
  awardId = planOf(site.world, 'benchmark-enterprise').id;
  const record: AwardRecord = {
    ...{
      entity: 'Award',
      awardId,
      roundId: site.roundId,
      category: 'benchmark-enterprise',
      uscc: '91370200MA3C000000',
    },
    ...{ name: NAME, title: NAME, rank: 1, listNo: 1, amountFen: 30_000_000, otherReadingFen: 0, steps: [] },
    ...{ status: 'announced', payeeRef: null, planNo: null, attempt: 1, announcedAt: AT },
  };
  await site.table.put(keys.award(site.roundId, awardId), record);
  const task = {
    ...{ taskId: taskId(), kind: 'payee' as const, roundId: site.roundId, applicationId: awardId, waitId: null },
    ...{
      assignee: { role: 'applicant' as const, id: awardId },
      deadline: '2025-12-20T16:00:00.000Z',
      subject: { listNo: 1 },
    },
  };
  await site.table.transact([
    openTaskAction(task, AT),
    { put: keys.open(site.roundId, 'payee-1', awardId), item: { entity: 'Open', id: awardId } },
  ]);
});
afterAll(() => site.stop());

const taskId = () => `${awardId}~payee.1`;
const award = () => site.table.get(keys.award(site.roundId, awardId), AwardRecord);
const lookups = () => site.table.all(keys.payeeLookupsPk(site.roundId), PayeeLookupRecord);
const wholeTable = async () => JSON.stringify((await site.dynamo.send(new ScanCommand({ TableName: TABLE }))).Items);
const winner = async () => {
  const opens = { kind: 'task' as const, taskId: taskId() };
  const until = { assigneeId: awardId, validUntil: '2026-01-01T00:00:00.000Z' };
  return follow(`${site.url}/l/${await issueLink(site.table, { roundId: site.roundId, opens, ...until })}`);
};
const ask = (disbursementId: string, payeeRef: string, key = site.payeeKey) =>
  accounts(
    { table: site.table, payeeKey: key },
    { roundId: site.roundId, by: '财政经办', reason: '编制拨付批次', payees: [{ disbursementId, payeeRef }] },
  );

test('while the key is unavailable the form says to try again, keeps what was typed, and nothing is written', async () => {
  await site.kms.send(new DisableKeyCommand({ KeyId: site.payeeKeyArn }));
  const answer = await (await winner()).post(FORM);
  expect(answer.status).toBe(503);
  expect(answer.html).toContain('没有保存任何内容。请稍后再提交一次');
  expect(answer.html).toContain('value="示例银行第一支行"');
  expect(await award()).toMatchObject({ status: 'announced', payeeRef: null });
  expect(await site.table.get(keys.task(taskId()), TaskRecord)).toMatchObject({ status: 'open' });
  expect(await wholeTable()).not.toContain('PAYEE#');
  await site.kms.send(new EnableKeyCommand({ KeyId: site.payeeKeyArn }));
});

test('an account is kept sealed: its number, bank and name as holder stand nowhere in the table, and in no log', async () => {
  const logged: string[] = [];
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((text) => logged.push(String(text)) > 0),
  );
  const person = await winner();
  const form = { ...FORM, csrf: await person.csrf() };
  const answers = await Promise.all([person.postRaw(form), person.postRaw(form)]);
  for (const spy of spies) spy.mockRestore();
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  const { payeeRef } = (await award()) ?? { payeeRef: null };
  expect(await site.table.get(keys.payee(payeeRef ?? ''), PayeeRecord)).toMatchObject({
    awardId,
    roundId: site.roundId,
  });
  for (const text of [await wholeTable(), logged.join('')]) expect(text).not.toMatch(/629900000000|6299 0000|示例银行/);
});

test('finance is told the account behind an instruction; who asked and why is on record, and on the bureau’s page', async () => {
  const { payeeRef } = (await award()) ?? { payeeRef: null };
  const disbursementId = `${awardId}.1.1`;
  const disbursement: DisbursementRecord = {
    ...{
      entity: 'Disbursement',
      disbursementId,
      roundId: site.roundId,
      awardId,
      category: 'benchmark-enterprise',
      planNo: 1,
    },
    ...{ instalment: 1, attempt: 1, payeeUscc: '91370200MA3C000000', payeeRef: payeeRef ?? '', amountFen: 30_000_000 },
    ...{ issuedAt: AT, status: 'issued' },
  };
  await site.table.put(keys.disbursement(site.roundId, disbursementId), disbursement);
  const { accountName, bank } = FORM;
  const account = { accountName, bank, accountNumber: '629900000000000' };
  const told = { accounts: [{ disbursementId, payeeRef, ...account }], unknown: [] };
  expect(await ask(disbursementId, payeeRef ?? '')).toEqual(told);
  // A reference that no instruction of this round holds, and one that another instruction holds.
  expect(await ask(`${awardId}.1.9`, payeeRef ?? '')).toEqual({ accounts: [], unknown: [`${awardId}.1.9`] });
  expect(await ask(disbursementId, 'payee-of-another')).toEqual({ accounts: [], unknown: [disbursementId] });
  expect(await lookups()).toHaveLength(3);
  expect((await lookups()).filter((one) => one.told)).toMatchObject([
    { disbursementId, payeeRef, by: '财政经办', reason: '编制拨付批次' },
  ]);
  const officer = site.world.registers.staff.find((row) => row.role === 'bureau');
  const token = await issueLink(site.table, {
    ...{ roundId: site.roundId, opens: { kind: 'console', roundId: site.roundId } },
    ...{ assigneeId: officer?.staffId ?? '', validUntil: '2026-01-01T00:00:00.000Z' },
  });
  const { html } = await (await follow(`${site.url}/l/${token}`)).get(`/console/${site.roundId}/audit?of=payees`);
  for (const text of ['收款账户的查询', '财政经办', '编制拨付批次', String(payeeRef), '已告知', '未告知'])
    expect(html).toContain(text);
  expect(html).not.toMatch(/629900000000|6299 0000|示例银行/);
});

test('that an account was asked for is on record also when the key was not there', async () => {
  const before = (await lookups()).length;
  site.time.now += 1000;
  await site.kms.send(new DisableKeyCommand({ KeyId: site.payeeKeyArn }));
  const { payeeRef } = (await award()) ?? { payeeRef: null };
  await expect(ask(`${awardId}.1.1`, payeeRef ?? '')).rejects.toMatchObject({ name: 'Retryable' });
  expect(await lookups()).toHaveLength(before + 1);
  await site.kms.send(new EnableKeyCommand({ KeyId: site.payeeKeyArn }));
});

test('an account from before accounts were sealed is told as it is, without a key', async () => {
  const payeeRef = (await award())?.payeeRef ?? '';
  const plain = { accountName: NAME, bank: '老银行', accountNumber: '629900000000001' };
  const record = { entity: 'Payee', payeeRef, awardId, ...plain, consentAt: AT };
  await site.table.put(keys.payee(payeeRef), record, { replace: true });
  const answer = await ask(`${awardId}.1.1`, payeeRef, new PayeeKey('none', site.kms));
  expect(answer.accounts).toMatchObject([plain]);
});
