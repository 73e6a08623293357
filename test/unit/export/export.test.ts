import { expect, test } from 'vitest';
import { assemble } from '../../../shared/export/assemble.ts';
import type { RoundRecords } from '../../../shared/export/read.ts';
import { RoundExport } from '../../../shared/export/schema.ts';
import { exportText } from '../../../shared/export/text.ts';
import { at } from './constants.ts';
import { makeRound } from './round.ts';

const records = makeRound();
const exported = assemble(records);
const text = exportText(exported);

/** Every array backwards except those inside records, every object's members backwards. */
function backwards(round: RoundRecords): RoundRecords {
  const entries = Object.entries(round).map(([key, value]) => [
    key,
    Array.isArray(value) ? value.toReversed().map(membersBackwards) : membersBackwards(value),
  ]);
  const { registers } = round;
  const rows = Object.entries(registers).map(([kind, own]) => [kind, own.toReversed().map(membersBackwards)]);
  return { ...Object.fromEntries(entries), registers: Object.fromEntries(rows) } as RoundRecords;
}

function membersBackwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(membersBackwards);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, member]) => [key, membersBackwards(member)]),
  );
}

test('the same round gives the same bytes, in whatever order its records are read and whatever its uploads were called', () => {
  expect(records.uploads[0]?.uploadId).not.toBe(makeRound().uploads[0]?.uploadId);
  expect(exportText(assemble(backwards(makeRound())))).toBe(text);
});

test('the text is the document: it reads back to the same', () => {
  expect(RoundExport.parse(JSON.parse(text))).toEqual(exported);
  expect(text.endsWith('}\n')).toBe(true);
});

test('no person can be found in it: no name, address, phone, account, id of a person, token or random id', () => {
  const { experts, staff, invitations } = records.registers;
  const persons = [
    ...experts.flatMap(({ name, email, expertId }) => [name, email, expertId]),
    ...staff.flatMap(({ name, email, staffId }) => [name, email, `"${staffId}"`]),
    ...invitations.flatMap(({ contactName, email }) => [contactName, email]),
    ...records.objections.flatMap(({ steps }) => steps.flatMap(({ text }) => text ?? [])),
    ...records.applications.flatMap(({ review }) => (review === undefined ? [] : [review.grounds])),
    ...records.uploads.map(({ uploadId }) => uploadId),
    ...['王某某', 'Operator Zhang', 'attachments/'],
  ];
  expect(persons.filter((person) => text.includes(person))).toEqual([]);
});

test('experts are numbered, with what the draw went by, and every seat and sheet names one of them', () => {
  const { experts } = exported.registers;
  expect(experts.map(({ expert }) => expert)).toEqual(
    records.registers.experts.map((_, i) => `expert-${String(i + 1).padStart(3, '0')}`),
  );
  const known = new Set(experts.map(({ expert }) => expert));
  expect(exported.sheets.every(({ expert }) => known.has(expert))).toBe(true);
  expect(exported.seats.every(({ expert }) => expert !== null && known.has(expert))).toBe(true);
  expect(exported.seats.filter(({ past }) => past.length > 0)).toHaveLength(1);
  expect(experts.some(({ barredFrom }) => barredFrom.length > 0)).toBe(true);
  const employers = new Set(records.registers.experts.map(({ employer }) => employer));
  expect(new Set(experts.map(({ employer }) => employer)).size).toBe(employers.size);
});

test('whoever represents a firm by law is barred from its application, and no hash of an id is told', () => {
  const [application] = records.applications.filter(({ status }) => status === 'recommended');
  const [expert] = records.registers.experts;
  if (application === undefined || expert === undefined) throw new Error('too small a round');
  const hash = `0a1b2c3d.${'5e6f'.repeat(16)}`;
  const led = <T extends { uscc: string }>(rows: T[]) =>
    rows.map((row) => ({ ...row, legalPersonIdHash: row.uscc === application.uscc ? hash : hash.replace('5', '6') }));
  const registers = {
    ...records.registers,
    experts: [{ ...expert, idHash: hash }, ...records.registers.experts.slice(1)],
    pilots: led(records.registers.pilots),
    providers: led(records.registers.providers),
  };
  const known = assemble({ ...records, registers });
  const bars = (one: RoundExport) =>
    one.registers.experts.filter(({ barredFrom }) => barredFrom.includes(application.applicationId)).length;
  expect(bars(known)).toBe(bars(exported) + 1);
  expect(exportText(known)).not.toMatch(/0a1b2c3d|IdHash/);
});

test('numbers of another round are others, so that nobody is followed from round to round', () => {
  const other = assemble({ ...records, round: { ...records.round, roundId: 'qd-2026' } });
  const loads = (one: RoundExport) => Object.entries(one.draw?.loads ?? {});
  expect(loads(other)).not.toEqual(loads(exported));
});

test('who acted is a numbered officer, an operator at the console an operator', () => {
  expect(exported.gates.map(({ stage }) => stage)).toEqual(['intake']);
  expect(exported.gates[0]?.extensions.map(({ by }) => by)).toEqual(['operator']);
  const [ofBureau] = exported.registers.staff.filter(({ staff }) => staff === exported.lists[0]?.confirmedBy);
  expect(ofBureau?.role).toBe('bureau');
});

test('uploads are numbered as they came, by application', () => {
  const [, , , slot] = records.slots;
  const own = exported.uploads.filter(({ applicationId }) => applicationId === slot?.applicationId);
  expect(own.map(({ no, verdict }) => [no, verdict])).toEqual([
    [1, 'accepted'],
    [2, 'duplicate'],
  ]);
});

test('the secret stays secret until the panels are drawn', () => {
  const early = assemble({
    ...records,
    round: { ...records.round, stage: 'district', closedAt: undefined },
    draws: [],
    seats: [],
    sheets: [],
    scores: [],
    rankings: [],
    places: [],
    notices: [],
    objections: [],
    lists: [],
    awards: [],
    plans: [],
    disbursements: [],
    reconciliations: [],
    tasks: [],
  } as RoundRecords);
  expect(early.round.secret).toBeNull();
  expect(exportText(early)).not.toContain(records.round.secret);
  expect(exported.round.secret).toBe(records.round.secret);
  expect(early.round.closedAt).toBeNull();
  expect(exported.round.closedAt).toBe(at('12-30'));
});

test('points are integer tenths, money is integer Fen, and what is exact is a fraction', () => {
  const seen = { points: 0, fen: 0, exact: 0 };
  const visit = (value: unknown, key: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) visit(member, /^(points|exact)/.test(key) ? key : name);
      return;
    }
    if (key.startsWith('points')) seen.points += Number(Number.isInteger(value));
    if (key.startsWith('points')) expect(value).toSatisfy(Number.isInteger);
    if (key.endsWith('Fen')) seen.fen += Number(Number.isInteger(value));
    if (key.endsWith('Fen')) expect(value).toSatisfy(Number.isInteger);
    if (/^exact/.test(key) && value !== null) seen.exact += Number(/^-?\d+(\/\d+)?$/.test(String(value)));
  };
  const { policy: _, ...rest } = exported;
  visit(rest, '');
  expect(Object.values(seen).every((count) => count > 50)).toBe(true);
});
