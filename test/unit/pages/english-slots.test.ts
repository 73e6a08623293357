import { describe, expect, test } from 'vitest';
import { ENGLISH } from '../../../shared/http/english/texts.ts';
import { type ApplicationFormView, applicationFormPage } from '../../../shared/http/pages/application-form.ts';
import { proofPage } from '../../../shared/http/pages/proof.ts';
import { receiptPage } from '../../../shared/http/pages/receipt.ts';
import { type SlotView, slotPage } from '../../../shared/http/pages/slot.ts';
import { correctionProblem } from '../../../shared/package/correction.ts';
import { readDraft } from '../../../shared/package/draft.ts';
import { type FormField, formFields } from '../../../shared/package/form.ts';
import { CATEGORIES } from '../../../shared/schemas/basics.ts';
import type { Proof } from '../../../shared/schemas/proofs.ts';
import { BACK, inEnglish, unmarked } from './foreign.ts';
import { application, award, DETAILS, policy, refused, refusedUpload, slot, taskOf } from './views.ts';

const at = '2025-11-28T09:00:00.000Z';
const correction = { ...taskOf('district-review'), kind: 'correction' as const };
const wrong = (field: string, message: string) => ({ values: {}, errors: [{ field, message }] });
const fresh: SlotView = {
  ...{ slot, policy, application: null, uploads: [], deadline: at, districtDeadline: at, arrived: [] },
  ...{
    correction: null,
    place: null,
    award: null,
    proofs: [],
    withdrawal: null,
    review: null,
    decline: null,
    result: null,
    publicity: null,
    pending: false,
  },
  upload: { url: 'http://127.0.0.1:9/inbox', fields: { key: 'inbox/a/b/c.zip' } },
};
const place = DETAILS.deliberate.categories[0]?.ranked.shown[0]?.place ?? null;
const returned = { ...application, status: 'returned' as const, opinion: '请补正。' };
const asked = {
  version: 1,
  by: 'b',
  packageSha256: 'a'.repeat(64),
  asked: ['legalPerson', 'contact.phone', 'attachments.credit-report'],
  at,
};
const uploads = (['accepted', 'refused', 'duplicate', 'late', 'closed'] as const).map((verdict) => ({
  ...{ ...refusedUpload, verdict, version: verdict === 'accepted' ? 2 : null, sha256: 'a'.repeat(64) },
}));

const { review: _, ...open } = refused;
const contestable = { ...open, waitId: 'x~refusal.1' };

const result: NonNullable<SlotView['result']> = {
  ...{ kind: 'not-awarded', why: null, rank: 3, position: null, shown: '71.50' },
  byIndicator: Object.fromEntries(
    policy.categories['benchmark-enterprise'].indicators.map(({ code }) => [code, '12.00']),
  ),
};

const SLOTS: Record<string, Partial<SlotView>> = {
  fresh: {},
  'of uploads': { uploads, arrived: [{ uploadId: 'u', receivedAt: at }] },
  'under review, to be withdrawn': {
    application,
    withdrawal: { action: '/slots/x', csrf: 'c', state: wrong('confirm', 'Please tick the box to confirm.') },
  },
  'returned as a whole': { application: returned, correction },
  'returned for some points': { application: { ...returned, correction: asked }, correction },
  refused: { application: refused, upload: null },
  'refused, to be reviewed': {
    ...{ application: contestable, upload: null },
    review: { ...{ action: '/slots/x/review', csrf: 'c', draft: null, deadline: at }, state: wrong('reason', 'x') },
  },
  shortlisted: { application, place, upload: null },
  'in reserve': { application, place: place && { ...place, state: 'reserve', noticeEndsAt: null }, upload: null },
  removed: { application, place: place && { ...place, state: 'removed' }, upload: null },
  confirmed: { application, place: place && { ...place, state: 'confirmed' }, upload: null },
  announced: { application, award, upload: null },
  'to be declined': {
    ...{ application, award: { ...award, attempt: 1, status: 'payable' }, upload: null },
    decline: { action: '/slots/x/decline', csrf: 'c', state: wrong('reason', 'x') },
  },
  'asked to be shown': {
    ...{ application, award, upload: null },
    publicity: {
      action: '/slots/x/publicity',
      csrf: 'c',
      state: wrong('publicity', 'x'),
      summary: '简介',
      record: null,
    },
  },
  'shown, and may take it back': {
    ...{ application, award, upload: null },
    publicity: {
      action: '/slots/x/publicity',
      csrf: 'c',
      state: { values: {}, errors: [] },
      summary: '简介',
      record: { consent: true, at },
    },
  },
  'in reserve, told': { application, place, result: { ...result, kind: 'reserve', position: 2 }, upload: null },
  'below the pass mark, told': { application, place, result: { ...result, why: 'below-pass' }, upload: null },
  'with proofs': { application, proofs: ['intake', 'notice', 'awards'], upload: null },
  'too late': { upload: null },
  pending: { pending: true },
};

const form = (category: (typeof CATEGORIES)[number], view: Partial<ApplicationFormView> = {}) => {
  const fields = formFields(category, policy);
  return applicationFormPage({
    ...{ slot: { ...slot, category }, policy, fields, draft: null, values: {}, rows: {}, known: [], deadline: at },
    ...{ correction: null, opinion: null, asked: null, submitted: [], locked: [], takesUploads: true, problems: null },
    ...{ conflict: false, hasOther: false, tooLarge: false, home: '/slots/x', csrf: 'token', script: '/assets/f.js' },
    ...view,
  });
};
const draft = { revision: 7, savedAt: at, values: {} };
const submitted = { kind: 'credit-report' as const, path: 'attachments/信用报告.pdf', size: 1, sha256: 'a'.repeat(64) };
const values = {
  name: '某公司',
  measures: '举措',
  'contact.name': '某人',
  publicityConsent: 'yes',
  scenarios: 'energy',
};

const sha = 'a'.repeat(64);
const proof: Proof = {
  ...{ schema: 'awards-proof/1', round: 'qingdao-2025', gate: 'notice', no: 1, category: 'chain-case' },
  ...{ index: 1, count: 3, salt: sha, path: [sha, sha], root: sha },
  entry: {
    ...{ applicationId: application.applicationId, name: '某公司', title: '某项目', packageSha256: sha },
    ...{ decisions: { count: 3, head: sha } },
    ...{ rank: 2, exactTotal: '177/2', shown: '88.50', state: 'reserve', amountFen: 30_000_000 },
  },
};
const whole = { slot, policy, uploadId: 'u1', receivedAt: at, home: '/slots/x' };
const PAGES: Record<string, () => unknown> = {
  ...Object.fromEntries(Object.entries(SLOTS).map(([name, view]) => [name, () => slotPage({ ...fresh, ...view })])),
  receipt: () => receiptPage({ ...whole, upload: { ...refusedUpload, verdict: 'accepted', version: 2 } }),
  'proof of entry': () => proofPage({ policy, proof, home: '/slots/x' }),
  'receipt of what is being examined': () => receiptPage({ ...whole, upload: null }),
  ...Object.fromEntries(
    CATEGORIES.flatMap((category) => {
      const fields = formFields(category, policy);
      const { problems } = readDraft({ declaredInvestmentFen: '多' }, fields, { ...slot, category, policy }, null);
      const unasked = [
        correctionProblem.added('attachments/新.pdf', '信用报告', 'credit-report'),
        correctionProblem.field('measures', '转型举措', 'Measures', { zh: '（原为“举措”）', en: ' (it was “举措”)' }),
      ];
      return [
        [`form of ${category}`, () => form(category)],
        [`form of ${category}, checked`, () => form(category, { problems: [...problems, ...unasked], draft, values })],
        [`form of ${category}, faultless`, () => form(category, { problems: [], values })],
        [
          `correction of ${category}`,
          () =>
            form(category, {
              ...{ correction, opinion: '请补充发票', asked: asked.asked, submitted: [submitted], values },
              locked: ['Measures'],
            }),
        ],
      ];
    }),
  ),
  'form in two windows': () => form('chain-case', { draft, conflict: true, tooLarge: true }),
  'form with another draft': () => form('chain-case', { draft, hasOther: true, takesUploads: false }),
  'correction of fields only': () => form('chain-case', { correction, opinion: '请改', asked: ['measures'] }),
};

describe.each(Object.entries(PAGES))('the applicant’s page: %s', (_name, render) => {
  test('is English, but for what people and the policy wrote, and leads back to Chinese', async () => {
    const page = await inEnglish(render);
    expect(unmarked(page)).toEqual([]);
    expect(page).toContain('<html lang="en">');
    expect(page).toContain(BACK);
    expect(page).not.toMatch(/>[^<]*(?:\{\w+\}|undefined)[^<]*</);
  });

  test('stays Chinese for everybody else, with nothing marked', async () => {
    const page = String(await render());
    expect(page).toMatch(/<h1>\p{Script=Han}/u);
    expect(page.replace('<html lang="zh-CN">', '')).not.toContain('lang="zh-CN"');
  });
});

test('whoever reads English hears of a problem in English first, and sees the Chinese beside it', async () => {
  const page = await inEnglish(() => slotPage({ ...fresh, uploads: [refusedUpload] }));
  expect(page).toMatch(/The credit report is missing\.<br><span class="hint" lang="zh-CN">/);
});

test('fields, what is wrong with them and the points of a correction have English names', async () => {
  const page = await inEnglish(() => PAGES['form of benchmark-enterprise, checked']?.());
  expect(page).toContain('<title>Error: Application form - ');
  expect(page).toContain('<h1>Application form: <span lang="zh-CN">');
  expect(page).toContain('Legal representative is missing.');
  expect(page).toContain('Not an amount in yuan with at most two decimals.');
  const corrected = await inEnglish(() => slotPage({ ...fresh, ...SLOTS['returned for some points'] }));
  expect(corrected).toContain('<li>Contact: Phone</li>');
  expect(corrected).toContain('<li>Attachments that are required: Credit report</li>');
});

/** Everything that formats say of a field. */
const textsOf = (fields: readonly FormField[]): string[] =>
  fields.flatMap(({ description, unit, fields: own = [] }) => [description ?? '', unit ?? '', ...textsOf(own)]);

test('the format has English for all that it says of its fields', () => {
  const said = CATEGORIES.flatMap((category) => textsOf(formFields(category, policy)));
  expect(said.filter((text) => text !== '' && !Object.hasOwn(ENGLISH, text))).toEqual([]);
});
