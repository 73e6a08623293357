import { afterAll, beforeAll, expect, test } from 'vitest';
import { issueLink } from '../../../shared/links.ts';
import { type AwardRecord, DirectiveRecord, DisbursementRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { planOf, type Site, startSite } from '../../browser/site.ts';
import { formsOf } from '../../unit/pages/markup.ts';
import { follow, get } from '../flows/visit.ts';

let site: Site;
let awardId: string;
const AT = '2025-11-10T01:00:00.000Z';
const NAME = '甲<script>公司';
beforeAll(async () => {
  site = await startSite();
  awardId = planOf(site.world, 'benchmark-enterprise').id;
  await write('issued', 'issued');
});
afterAll(() => site.stop());

const idOf = () => `${awardId}.1.1`;
async function write(award: AwardRecord['status'], payment: DisbursementRecord['status']): Promise<void> {
  const { roundId } = site;
  const common = { roundId, awardId, category: 'benchmark-enterprise' as const, amountFen: 30_000_000, attempt: 1 };
  const uscc = '91370200MA3C000000';
  const record: AwardRecord = {
    ...{ ...common, entity: 'Award', uscc, name: NAME, title: '甲', rank: 1, listNo: 1, otherReadingFen: 0, steps: [] },
    ...{ status: award, payeeRef: 'p', planNo: 1, announcedAt: AT },
  };
  const disbursement: DisbursementRecord = {
    ...{ ...common, entity: 'Disbursement', disbursementId: idOf(), planNo: 1, instalment: 1 },
    ...{ payeeUscc: uscc, payeeRef: 'p', issuedAt: AT, status: payment },
  };
  await site.table.put(keys.award(roundId, awardId), record, { replace: true });
  await site.table.put(keys.disbursement(roundId, idOf()), disbursement, { replace: true });
}

const officers = () => site.world.registers.staff.filter((row) => row.role === 'bureau');
async function officer() {
  const token = await issueLink(site.table, {
    roundId: site.roundId,
    opens: { kind: 'console', roundId: site.roundId },
    assigneeId: officers()[0]?.staffId ?? '',
    validUntil: '2026-01-01T00:00:00.000Z',
  });
  return follow(`${site.url}/l/${token}`);
}
const path = () => `/console/${site.roundId}/money/${idOf()}`;
const valuesOf = (page: string): Record<string, string> =>
  Object.fromEntries((formsOf(page)[0] ?? []).map(({ name, value }) => [name, value]));
const payment = () => site.table.get(keys.disbursement(site.roundId, idOf()), DisbursementRecord);
const said = () => site.table.all(keys.directivesPk(site.roundId), DirectiveRecord);

test('the money stands station by station, with every payment and the way to it', async () => {
  const { html, status } = await (await officer()).get(`/console/${site.roundId}/money`);
  expect(status).toBe(200);
  expect(html).toContain(`href="${path()}"`);
  expect(html).toContain('各环节尚不一致');
  expect(html).toContain('没有财务接收');
  expect(html).not.toContain('<script>');
  expect((await get(`${site.url}${path()}`)).status).toBe(403);
  expect((await (await officer()).get(`${path()}9`)).status).toBe(404);
});

test('a payment is held with a reason, once, whatever is clicked twice or comes from a page that is old', async () => {
  const person = await officer();
  const { html } = await person.get(path());
  const values = valuesOf(html);
  for (const bad of [{}, { choice: 'hold' }, { choice: 'pay-double', reason: '核实' }])
    expect((await person.postRaw({ ...values, choice: '', ...bad }, path())).status).toBe(422);
  expect((await person.postRaw({ ...values, csrf: 'x', choice: 'hold', reason: '核实' }, path())).status).toBe(403);
  expect(await said()).toHaveLength(0);
  const hold = { ...values, choice: 'hold', reason: '账户待核实' };
  const answers = await Promise.all([person.postRaw(hold, path()), person.postRaw(hold, path())]);
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(await said()).toMatchObject([{ kind: 'hold', reason: '账户待核实', by: officers()[0]?.staffId }]);
  const stale = await person.postRaw({ ...values, choice: 'cancel-end', reason: '终止' }, path());
  expect(stale.status).toBe(422);
  expect(stale.html).toContain('刚刚有变动');
  expect(await payment()).toMatchObject({ status: 'issued', state: 'held', directives: 1, amountFen: 30_000_000 });
  const after = await person.get(path());
  expect(after.html).toContain('已暂缓');
  expect(after.html).toContain('value="release"');
  expect(after.html).not.toContain('value="hold"');
});

test('what was paid can only be asked back, and a second officer gets the task', async () => {
  await write('paid', 'paid');
  await site.table.delete(keys.directive(site.roundId, idOf(), 1));
  const person = await officer();
  const { html } = await person.get(path());
  expect(html).not.toContain('value="cancel-end"');
  const revoke = { ...valuesOf(html), choice: 'recover', reason: '材料失实' };
  expect((await person.postRaw(revoke, path())).status).toBe(303);
  const task = await site.table.get(keys.task(`${awardId}~revocation.1.1`), TaskRecord);
  expect(officers().map(({ staffId }) => staffId)).toContain(task?.assignee.id);
  expect(task?.assignee.id).not.toBe(officers()[0]?.staffId);
  const after = await person.get(path());
  expect(after.html).toContain('等待复核');
  expect(after.html).toContain('目前没有可以提出的要求');
});
