import { assemble } from '../../../shared/export/assemble.ts';
import type { RoundRecords } from '../../../shared/export/read.ts';
import type { ObjectorRecord } from '../../../shared/schemas/records.ts';
import { REGISTER_KINDS } from '../../../shared/schemas/registers.ts';
import type { Bucket } from '../../../shared/store/buckets.ts';
import { keys } from '../../../shared/store/keys.ts';
import { policyKey } from '../../../shared/store/policies.ts';
import { writeRegister } from '../../../shared/store/registers.ts';
import type { Key, Table } from '../../../shared/store/table.ts';
import { chained } from '../../unit/invariants/chained.ts';
import { ledgerEntryOf } from '../../unit/invariants/ledger.ts';

/** Who filed an objection of a made-up round. */
export const objectorOf = (roundId: string, objectionId: string): ObjectorRecord => ({
  ...{ entity: 'Objector', roundId, objectionId, kind: 'person', name: `提出人${objectionId}`, phone: '19900000000' },
  ...{ email: null, grounds: '与事实不符。', supplements: [], folder: 'objections/x', files: [] },
  ...{ visitor: 'b'.repeat(64), letters: 0 },
});

/** Writes a whole round's records where the functions would have written them. */
export async function writeRound(table: Table, evidence: Bucket, records: RoundRecords): Promise<void> {
  const { round } = records;
  const { roundId } = round;
  await evidence.write(policyKey(round.policyHash), JSON.stringify(records.policy), 'application/json');
  for (const kind of REGISTER_KINDS) await writeRegister(table, kind, round.registers[kind], records.registers[kind]);
  const put = <T extends object>(rows: T[], keyOf: (row: T) => Key) =>
    table.putMany(rows.map((row) => ({ key: keyOf(row), item: Object.fromEntries(Object.entries(row)) })));
  await put([round], () => keys.round(roundId));
  // Between two lists the round counts how often it was woken.
  const gates = records.gates.map((gate) => (gate.stage === 'places' ? { ...gate, turn: 1 } : gate));
  await put(gates, ({ stage }) => keys.gate(roundId, stage));
  await put(records.slots, ({ applicationId }) => keys.slot(applicationId));
  await put(records.slots, ({ applicationId }) => keys.slotEntry(roundId, applicationId));
  await put(records.uploads, ({ applicationId, uploadId }) => keys.upload(applicationId, uploadId));
  await put(records.applications, ({ applicationId }) => keys.application(applicationId));
  await put(records.versions, ({ applicationId, version }) => keys.version(applicationId, version));
  await put(records.autos, ({ applicationId }) => keys.auto(applicationId));
  await put(records.seats, ({ applicationId, seat }) => keys.seat(applicationId, seat));
  await put(records.sheets, ({ applicationId, seat }) => keys.sheet(applicationId, seat));
  await put(records.struckSheets, ({ applicationId, seat, turn }) => keys.struckSheet(applicationId, seat, turn));
  await put(records.conflicts, ({ applicationId, expertId }) => keys.conflict(roundId, applicationId, expertId));
  await put(records.flags, ({ applicationId, code, counterpartId }) => keys.flag(applicationId, code, counterpartId));
  await put(records.overrides, ({ applicationId, rule }) => keys.override(applicationId, rule));
  await put(records.inquiries, ({ applicationId, inquiryId }) => keys.inquiry(applicationId, inquiryId));
  await put(records.secondLooks, ({ applicationId }) => keys.secondLook(applicationId));
  await put(records.scores, ({ applicationId }) => keys.score(applicationId));
  await put(records.tasks, ({ taskId }) => keys.task(taskId));
  await put(records.draws, () => keys.draw(roundId));
  await put(records.notices, () => keys.notice(roundId));
  await put(records.calendarYears, ({ year }) => keys.calendarYear(roundId, year));
  await put(records.rankings, ({ category }) => keys.ranking(roundId, category));
  await put(records.places, ({ category, applicationId }) => keys.place(roundId, category, applicationId));
  await put(records.objections, ({ objectionId }) => keys.objection(roundId, objectionId));
  const objectors = records.objections.map(({ objectionId }) => objectorOf(roundId, objectionId));
  await put(objectors, ({ objectionId }) => keys.objector(objectionId));
  await put(records.lists, ({ listNo }) => keys.list(roundId, listNo));
  await put(records.awards, ({ awardId }) => keys.award(roundId, awardId));
  await put(records.plans, ({ planNo }) => keys.plan(roundId, planNo));
  await put(records.disbursements, ({ disbursementId }) => keys.disbursement(roundId, disbursementId));
  await put(records.reconciliations, () => keys.reconciliation(roundId));
  const exported = assemble(records);
  await put(exported.awards.map(ledgerEntryOf), ({ uscc, awardId }) => keys.ledgerEntry(uscc, awardId));
  const entries = chained(exported).chains.flatMap(({ owner, entries: own }) =>
    own.map((entry) => ({ entity: 'Logged', owner, ...entry })),
  );
  await put(entries, ({ owner, no }) => keys.logEntry(owner, no));
}
