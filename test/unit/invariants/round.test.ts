import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { assemble } from '../../../shared/export/assemble.ts';
import { RoundExport } from '../../../shared/export/schema.ts';
import { exportText } from '../../../shared/export/text.ts';
import { INVARIANTS } from '../../../shared/invariants/check.ts';
import type { LiveFacts } from '../../../shared/invariants/live.ts';
import { CHECKS, checkRound } from '../../../shared/invariants/round.ts';
import { verdictText } from '../../../shared/invariants/text.ts';
import { makeRound } from '../export/round.ts';
import { chained } from './chained.ts';
import { HONEST_DECLINES } from './changes/declines.ts';
import { HONEST } from './changes/directives.ts';
import { CHANGES } from './changes/index.ts';
import { first } from './changes/tools.ts';
import { ledgerEntryOf } from './ledger.ts';

const exported = assemble(makeRound());
const copy = () => structuredClone(exported);
const IDLE: LiveFacts = {
  ...{ objects: [], unsent: [], open: [], deadLetters: {}, records: [] },
  decisions: chained(exported),
  ledger: exported.awards.map(ledgerEntryOf),
};
const broken = (x: RoundExport, live?: LiveFacts) => checkRound(x, live).filter(({ holds }) => !holds);

test('of an honest round all holds, and each says so in both languages', () => {
  const outcomes = checkRound(exported, IDLE);
  expect(verdictText(outcomes)).toBe('九项不变量：全部成立');
  expect(outcomes.map(({ name }) => name)).toEqual(CHECKS.map(([, { name }]) => name));
  for (const { sentence, sentenceEn } of outcomes) {
    expect(sentence).toMatch(/^\p{sc=Han}.*。$/u);
    expect(sentenceEn).toMatch(/^[a-z].*\.$/);
  }
});

test('the document alone leaves out only what needs the running system, and is not changed by it', () => {
  const own = copy();
  const named = new Set(checkRound(own).map(({ name }) => name));
  const left = checkRound(exported, IDLE).filter(({ name }) => !named.has(name));
  expect(left.map(({ name }) => name)).toEqual(Object.keys(LIVE));
  expect(exportText(own)).toBe(exportText(exported));
});

test.each([...HONEST, ...HONEST_DECLINES])('holds of %s', (_what, change) => {
  const changed = copy();
  change(changed);
  expect(RoundExport.safeParse(changed).error).toBeUndefined();
  expect(broken(changed).flatMap(({ name, violations }) => [name, ...violations])).toEqual([]);
});

test.each(CHANGES)('%s: %s', (name, _what, change, sentence, also = []) => {
  const changed = copy();
  change(changed);
  expect(RoundExport.safeParse(changed).error).toBeUndefined();
  const found = broken(changed);
  expect(found.map((one) => one.name).toSorted()).toEqual([name, ...also].toSorted());
  const own = first(found, (one) => one.name === name);
  expect(own.violations).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]));
  expect(own.sentence).toBe(`不成立（${own.violations.length} 处）：${saysOf(name)}。`);
  expect(verdictText(found)).toContain(`不变量 ${own.invariant}，${name}：不成立`);
});

const saysOf = (name: string) => first(CHECKS, ([, check]) => check.name === name)[1].says;
const [award] = exported.awards;
const application = first(exported.applications, ({ status }) => status === 'recommended').applicationId;

/** What the running system may show, by the check that finds it. */
const LIVE: Record<string, [facts: Partial<LiveFacts>, sentence: RegExp]> = {
  'inbox-is-recorded': [
    { objects: [{ key: 'inbox/qd-2025/x/y.zip', recorded: false }] },
    /^inbox\/qd-2025\/x\/y\.zip 没有上传记录$/,
  ],
  'everything-has-left': [{ unsent: ['APP#x UPLOAD#y'] }, /^APP#x UPLOAD#y 滞留未发$/],
  'nothing-is-parked': [{ deadLetters: { MailDead: 2 } }, /^MailDead 停放 2 条/],
  'open-rows-match': [{ open: [{ stage: 'experts', id: application }] }, /已无未决事项$/],
  'ledger-holds': [{ ledger: exported.awards.slice(1).map(ledgerEntryOf) }, /有奖补，历次奖补台账中没有$/],
  'decisions-are-chained': [
    { decisions: { ...chained(exported), chains: chained(exported).chains.slice(1) } },
    /有记录，决定记录中没有$/,
  ],
  'tasks-name-nobody': [
    { records: [{ id: 'x~payee.1', content: { decision: { accountNumber: '6222021234567890123' } } }] },
    /^x~payee\.1 decision accountNumber 含有银行账号$/,
  ],
};

test.each(Object.entries(LIVE))('%s: the running system shows it', (name, [facts, sentence]) => {
  const found = broken(copy(), { ...IDLE, ...facts });
  expect(found.map((one) => one.name)).toEqual([name]);
  expect(found[0]?.violations).toEqual(expect.arrayContaining([expect.stringMatching(sentence)]));
});

test.each([
  ['another sum', { amountFen: 1 }, /台账中的金额（分）记录为 1/],
  ['a sum that came back', { recoveredFen: 1 }, /台账中的追回金额（分）记录为 1/],
  ['an end', { endedAt: '2026-01-01T00:00:00.000Z' }, /没有终止，却不再占用累计上限$/],
])('the ledger of a payee has %s', (_what, change, sentence) => {
  const ledger = exported.awards.map((one, i) => ({ ...ledgerEntryOf(one), ...(i === 0 ? change : {}) }));
  const [found] = broken(copy(), { ...IDLE, ledger });
  expect(found).toMatchObject({ name: 'ledger-holds', violations: [expect.stringMatching(sentence)] });
});

test('who has two awards of different rounds holds no more than the cap', () => {
  const [entry] = exported.awards.map(ledgerEntryOf).filter(({ kind, amountFen }) => kind === 'share' && amountFen > 0);
  const other = { ...first([entry ?? null], (one) => one !== null), awardId: 'other-2024.b.0123456789abcdef' };
  const ledger = [...IDLE.ledger, { ...(other as (typeof IDLE.ledger)[number]), amountFen: 49_999_999 }];
  const [found] = broken(copy(), { ...IDLE, ledger });
  expect(found).toMatchObject({
    name: 'ledger-holds',
    violations: [expect.stringMatching(/历次奖补合计 .*超过 500,000 元$/)],
  });
});

test('the check code of a district’s sheet is no account, also where it is all digits', () => {
  const content = { decision: { scan: 'a.pdf', sheet: '6222 0212 3456 7890' } };
  const records = [{ id: 'x~sheet.370214', content }];
  expect(broken(copy(), { ...IDLE, records })).toEqual([]);
});

test('what is open must stand in its stage’s open set: a stage that does not know of it would end without it', () => {
  const changed = copy();
  changed.scores = changed.scores.filter(({ applicationId }) => applicationId !== application);
  first(changed.applications, ({ status }) => status === 'not-recommended').status = 'returned';
  if (award !== undefined) changed.awards = [{ ...award, status: 'announced' }];
  const [found] = broken(changed, IDLE).filter(({ name }) => name === 'open-rows-match');
  const rows = [
    /^district .* 不在/,
    new RegExp(`^experts ${application} 不在`),
    /^payee-\d .* 不在/,
    /^settlement .* 不在/,
  ];
  expect(found?.violations).toEqual(expect.arrayContaining(rows.map((row) => expect.stringMatching(row))));
});

test('every check has a change that it finds, and every invariant a check', () => {
  const tried = new Set([...CHANGES.map(([name]) => name), ...Object.keys(LIVE)]);
  expect(CHECKS.map(([, { name }]) => name).filter((name) => !tried.has(name))).toEqual([]);
  expect([...new Set(CHECKS.map(([invariant]) => String(invariant)))]).toEqual(Object.keys(INVARIANTS));
});

test('figures and ids may look like anything, and nobody is found in them', () => {
  const changed = copy();
  const [score] = changed.scores;
  if (score !== undefined) score.exactSpread = '13912345678/6222021234567890123';
  expect(broken(changed).map(({ name }) => name)).toEqual(['figures-recompute']);
  first(changed.applications).opinion =
    '企业 91370200MA3C000000、913702001900010105，方案 13912345678901，编号 2025-12-05';
  expect(broken(changed).map(({ name }) => name)).not.toContain('export-names-nobody');
});

test('a document that fits its schema and makes no sense is answered, too', () => {
  const nonsense = copy();
  const strange: Partial<RoundExport> = {
    gates: [],
    seats: [],
    awards: [],
    registers: { ...nonsense.registers, staff: [] },
  };
  expect(() => checkRound({ ...nonsense, ...strange }, IDLE)).not.toThrow();
  expect(broken({ ...nonsense, ...strange }).length).toBeGreaterThan(3);
});

test('the table of the checks is the checks', () => {
  const text = readFileSync(new URL('../../../shared/invariants/README.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| (\d) .*?\| `([a-z-]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual(CHECKS.map(([invariant, { name, says, saysEn }]) => [`${invariant}`, name, says, saysEn]));
});
