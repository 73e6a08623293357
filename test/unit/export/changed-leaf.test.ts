import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { assemble } from '../../../shared/export/assemble.ts';
import { recompute } from '../../../shared/export/recompute.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';
import { makeRound } from './round.ts';

/**
 * What is a plain record: nothing follows from it that stands in the export again, so a change of it shows in no figure. Members of
 * the document, `*` for any element, as README.md lists them; every other value is a figure, or what a figure follows from.
 */
const PLAIN = [
  'schema',
  'round.title round.policyId round.stage round.openedAt round.callDate round.closedAt',
  'round.settlement.signed round.settlement.at round.registers round.calendarYears',
  'notice.document notice.correction.by notice.correction.reason notice.correction.amended notice.earlier.*.document',
  'registers',
  'gates slots uploads flags tasks',
  'applications.*.applicationNo applications.*.name applications.*.title applications.*.district applications.*.conflictUsccs',
  'applications.*.version applications.*.packageSha256 applications.*.receivedAt applications.*.versions applications.*.attempt',
  'applications.*.correctedOnce applications.*.correction applications.*.findings applications.*.overrides applications.*.inquiries',
  'applications.*.checks applications.*.opinion applications.*.decidedAt applications.*.decidedBy applications.*.shortages',
  'applications.*.refusal applications.*.review',
  'draw.drawnAt draw.prices draw.criteria',
  'seats.*.turn seats.*.past.*.left seats.*.past.*.at',
  'sheets.*.comment sheets.*.comments sheets.*.declaredAt sheets.*.submittedAt',
  'sheets.*.first.comment sheets.*.first.comments sheets.*.first.submittedAt',
  'secondLooks.*.openedAt secondLooks.*.deadline struckSheets conflicts directives recoveries',
  'scores.*.aggregatedAt',
  'rankings.*.rankedAt',
  'objections.*.objectionId objections.*.applicationId objections.*.status objections.*.filedAt',
  'objections.*.handlerDecided objections.*.steps.*.by objections.*.steps.*.kind objections.*.steps.*.at objections.*.declined',
  'objections.*.ruling.by objections.*.ruling.reason objections.*.ruling.at',
  'lists.*.status lists.*.proposedAt lists.*.confirmedAt lists.*.confirmedBy lists.*.announcedAt',
  'awards.*.name awards.*.title awards.*.status awards.*.attempt awards.*.planNo awards.*.payeeRef awards.*.announcedAt',
  'plans.*.status plans.*.proposedAt plans.*.decidedAt plans.*.decidedBy',
  'plans.*.firstApprovedAt plans.*.firstApprovedBy plans.*.seen',
  'disbursements.*.payeeRef disbursements.*.status disbursements.*.failure',
  'disbursements.*.issuedAt disbursements.*.publishedAt disbursements.*.receivedAt disbursements.*.settledAt',
].flatMap((line) => line.split(' '));

/** Registers count as far as a figure rests on them; of enterprises that were scored these do. */
const SCORED_PILOT = ['pointsScore', 'investmentFen'];

type Path = (string | number)[];
const exported = assemble(makeRound());

function* leavesOf(value: unknown, path: Path): Generator<Path> {
  if (typeof value !== 'object' || value === null) yield path;
  else
    for (const [key, member] of Object.entries(value))
      yield* leavesOf(member, [...path, Array.isArray(value) ? Number(key) : key]);
}

const named = (path: Path): string => path.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
const isPlain = (path: Path): boolean =>
  PLAIN.some((name) => named(path) === name || named(path).startsWith(`${name}.`));
const isScoredPilot = ([registers, pilots, i, field]: Path): boolean => {
  const uscc =
    registers === 'registers' && pilots === 'pilots' ? exported.registers.pilots[Number(i)]?.uscc : undefined;
  const scored = exported.scores.some((one) => one.uscc === uscc && one.category === 'benchmark-enterprise');
  return scored && SCORED_PILOT.includes(String(field));
};

/** Whoever was refused is drawn for and ranked as little under another name, in another category, or with another refusal. */
const isOfOneRefused = ([part, i, field]: Path): boolean =>
  part === 'applications' &&
  ['applicationId', 'category', 'uscc', 'status'].includes(String(field)) &&
  exported.applications[Number(i)]?.status === 'not-recommended';

const leaves = [...leavesOf(exported, [])];
const figures = leaves.filter((path) => !isPlain(path) && !isOfOneRefused(path) && valueAt(path) !== null);

function valueAt(path: Path): unknown {
  return path.reduce<unknown>((value, step) => Reflect.get(Object(value), step), exported);
}

/** Another value of the same kind. */
function another(value: unknown, by: number): unknown {
  if (typeof value === 'number') return value + by;
  if (typeof value === 'boolean') return !value;
  const text = String(value);
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return new Date(Date.parse(text) + by * 86_400_000).toISOString();
  if (/^[0-9a-f]{64}$/.test(text)) return `${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`;
  return /^-?\d+(\/\d+)?$/.test(text) ? `${Number(text.split('/')[0]) + by}/7` : `${text}${by}`;
}

function changedAt(path: Path, by: number): RoundExport {
  const changed = structuredClone(exported);
  const owner = path.slice(0, -1).reduce<unknown>((value, step) => Reflect.get(Object(value), step), changed);
  Reflect.set(Object(owner), path.at(-1) ?? '', another(valueAt(path), by));
  return changed;
}

test('whatever single figure is changed, by however little, a difference is found', () => {
  expect(new Set(figures.map(([part]) => part))).toEqual(
    new Set([
      ...['round', 'policy', 'applications', 'draw', 'seats', 'sheets', 'secondLooks', 'scores'],
      ...['rankings', 'places', 'certificates'],
      ...['notice', 'objections', 'lists', 'awards', 'plans', 'disbursements'],
    ]),
  );
  // Most values are the policy's: each part has its turn.
  const byName = [...Map.groupBy(figures, named).values()];
  fc.assert(
    fc.property(fc.constantFrom(...byName), fc.nat(), fc.integer({ min: 1, max: 9 }), (paths, n, by) => {
      const path = paths[n % paths.length] ?? [];
      expect(recompute(changedAt(path, by)).agrees, path.join('.')).toBe(false);
    }),
    { numRuns: 400 },
  );
});

test('so is what the registers say of an enterprise that was scored', () => {
  const own = leaves.filter(isScoredPilot);
  expect(own.length).toBeGreaterThan(10);
  for (const path of own) {
    const by = path.at(-1) === 'investmentFen' ? -(Number(valueAt(path)) - 100) : 1;
    expect(recompute(changedAt(path, by)).agrees, path.join('.')).toBe(false);
  }
});

test('what is a plain record is listed where a reader looks for it', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../../shared/export/README.md'), 'utf8');
  const section = readme.slice(readme.indexOf('## Plain records'));
  const missing = PLAIN.filter((name) => !section.includes(`\`${name.split('.').at(-1)}\``));
  expect(missing).toEqual([]);
});
