/** 补正: what a district asks for may change, nothing else. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApplicationRecord, UploadRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { makeCity } from './city.ts';
import { type Flows, openFlows, wordsOf } from './harness.ts';

const city = makeCity({
  roundId: 'flow-corrected',
  invite: { 'benchmark-enterprise': 1 },
  // Each edition of a package has another file of this kind, which nobody asks to be corrected.
  policy: ({ categories }) => void categories['benchmark-enterprise'].attachments.value.push('credit-report'),
});
const applicant = city.one('benchmark-enterprise', 0);
let flows: Flows;
beforeAll(async () => {
  flows = await openFlows();
  await flows.openRound(city);
});
afterAll(() => flows.close());

const application = (id: string) => flows.table.get(keys.application(id), ApplicationRecord);
const uploads = (id: string) => flows.table.all(keys.applicationPk(id), UploadRecord, 'UPLOAD#');
const recommend = { decision: 'recommend', opinion: '同意推荐。' };

test('a correction that goes beyond what was asked is refused with all of it, and the right one is taken', async () => {
  const { applicationId, zip, changed } = applicant;
  await flows.upload(applicationId, zip());
  const desk = await flows.visit(`${applicationId}~district.1`);
  const vague = await desk.post({ decision: 'return', opinion: '请更新。' });
  expect(vague.status).toBe(422);
  expect(wordsOf(vague.html)).toContain('请至少勾选一项');
  const unknown = await desk.post({ decision: 'return', opinion: '请更新。', 'asked.no-such-field': 'yes' });
  expect(wordsOf(unknown.html)).toContain('不在申报表中');
  const torn = await desk.post({ ...recommend, 'asked.publicSummary': 'yes' });
  expect(wordsOf(torn.html)).toContain('只有退回补正时才勾选');
  const asked = { 'asked.publicSummary': 'yes', 'asked.contact.phone': 'yes' };
  await flows.decide(`${applicationId}~district.1`, { decision: 'return', opinion: '请更新。', ...asked });
  expect(await application(applicationId)).toMatchObject({
    status: 'returned',
    correction: { asked: ['contact.phone', 'publicSummary'], version: 1, by: expect.stringMatching(/^district/) },
  });
  expect(flows.mailAbout(`${applicationId}~correction.1`).text).toContain('· 联系人：联系电话');
  const slot = await flows.visit(applicationId, 'slot');
  expect(wordsOf((await slot.get()).html)).toContain('申报内容：公开简介');

  // Its summary may be of another edition, its credit report may not.
  const wrong = await flows.upload(applicationId, zip('corrected'));
  const first = (await uploads(applicationId)).find(({ uploadId }) => uploadId === wrong);
  expect(first?.verdict).toBe('refused');
  expect(first?.problems).toMatchObject([
    { code: 'correction.unasked-changed', where: 'attachments/信用报告.pdf', mend: expect.stringContaining('放回') },
  ]);
  await flows.upload(
    applicationId,
    changed((manifest) => ({
      ...manifest,
      legalPerson: '赵某',
      publicSummary: '新的简介',
      name: `${manifest.name}厂`,
    })),
  );
  const second = (await uploads(applicationId)).find(
    ({ problems }) => problems[0]?.code === 'correction.unasked-field',
  );
  expect(second?.problems.map(({ where }) => where)).toEqual(['name', 'legalPerson']);
  expect(flows.mailAbout(applicationId, 'upload').text).toContain('correction.unasked-field');
  expect(await application(applicationId)).toMatchObject({ status: 'returned', version: 1 });

  const phone = '0532-88880000';
  await flows.upload(
    applicationId,
    changed((manifest) => ({ ...manifest, publicSummary: '新的简介', contact: { ...manifest.contact, phone } })),
  );
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', version: 2, attempt: 2 });
  // The intake is still open: what comes later is held against the version that was returned, too.
  await flows.upload(applicationId, zip('revised'));
  expect(await application(applicationId)).toMatchObject({ status: 'in-review', version: 2 });
  await flows.decide(`${applicationId}~district.2`, recommend);
  expect(await application(applicationId)).toMatchObject({ status: 'recommended', version: 2 });
});
