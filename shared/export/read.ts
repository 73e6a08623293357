import * as z from 'zod';
import type { Policy } from '../policy/schema.ts';
import { ApplicationId, CATEGORIES, Instant } from '../schemas/basics.ts';
import {
  ApplicationRecord,
  AwardRecord,
  CalendarYearRecord,
  ConflictRecord,
  DirectiveRecord,
  DisbursementRecord,
  DrawRecord,
  FlagRecord,
  GateRecord,
  InquiryRecord,
  ListHead,
  type ListRecord,
  NoticeRecord,
  ObjectionRecord,
  OverrideRecord,
  PlaceRecord,
  PlanHead,
  type PlanRecord,
  RankingRecord,
  RecoveryReceiptRecord,
  type RoundRecord,
  ScoreRecord,
  SeatRecord,
  SecondLookRecord,
  SheetRecord,
  SlotRecord,
  StruckSheetRecord,
  TaskRecord,
  UploadRecord,
  VersionRecord,
} from '../schemas/records.ts';
import type { RegisterKind, RegisterRow } from '../schemas/registers.ts';
import { AutoSheet } from '../store/auto.ts';
import type { Bucket } from '../store/buckets.ts';
import { keys, shards } from '../store/keys.ts';
import { wholeList, wholePlan } from '../store/lists.ts';
import { loadPolicy } from '../store/policies.ts';
import { registerRows } from '../store/registers.ts';
import { forEachId } from '../store/roster.ts';
import { loadRound } from '../store/rounds.ts';
import type { Table } from '../store/table.ts';

/** Close's last look; its rows follow from the other records. */
const ReconciliationRecord = z.object({
  entity: z.literal('Reconciliation'),
  agrees: z.boolean(),
  signed: z.boolean(),
  at: Instant,
});

/** Everything of an application that the export tells about. */
const OF_APPLICATION = {
  slots: SlotRecord,
  uploads: UploadRecord,
  applications: ApplicationRecord,
  versions: VersionRecord,
  autos: AutoSheet,
  seats: SeatRecord,
  sheets: SheetRecord,
  secondLooks: SecondLookRecord,
  struckSheets: StruckSheetRecord,
  scores: ScoreRecord,
  flags: FlagRecord,
  overrides: OverrideRecord,
  inquiries: InquiryRecord,
  tasks: TaskRecord,
};
const OF_ROUND = {
  gates: GateRecord,
  draws: DrawRecord,
  notices: NoticeRecord,
  calendarYears: CalendarYearRecord,
  rankings: RankingRecord,
  lists: ListHead,
  plans: PlanHead,
  tasks: TaskRecord,
  reconciliations: ReconciliationRecord,
};

type Schemas = Record<string, z.ZodObject<{ entity: z.ZodLiteral<string> }>>;
type Records<S extends Schemas> = { [K in keyof S]: z.infer<S[K]>[] };
type Registers = { [K in RegisterKind]: RegisterRow<K>[] };

/** A round's records as they stand in the table, in no particular order. */
export interface RoundRecords
  extends Records<Omit<typeof OF_APPLICATION, 'tasks'>>,
    Records<Omit<typeof OF_ROUND, 'lists' | 'plans'>> {
  round: RoundRecord;
  policy: Policy;
  registers: Registers;
  places: PlaceRecord[];
  lists: ListRecord[];
  plans: PlanRecord[];
  objections: ObjectionRecord[];
  conflicts: ConflictRecord[];
  awards: AwardRecord[];
  disbursements: DisbursementRecord[];
  directives: DirectiveRecord[];
  recoveries: RecoveryReceiptRecord[];
}

/**
 * Reads all records of a round, each consistently; a few applications at a time, one query for each. What changes while
 * it reads may be seen in part: for one picture read a round that is idle, or closed.
 * @throws NotFound without such a round
 */
export async function readRound(table: Table, evidence: Bucket, roundId: string): Promise<RoundRecords> {
  const [ofRound, ofApplications] = await Promise.all([
    readRoundAlone(table, evidence, roundId),
    readApplications(table, roundId),
  ]);
  return { ...ofRound, ...ofApplications, tasks: [...ofRound.tasks, ...ofApplications.tasks] };
}

/** The same without what stands with each application: these parts are there and empty. @throws NotFound without such a round */
export async function readRoundAlone(table: Table, evidence: Bucket, roundId: string): Promise<RoundRecords> {
  const round = await loadRound(table, roundId);
  const [policy, registers, ofRound, places, ofAwards, conflicts] = await Promise.all([
    loadPolicy(evidence, round.policyHash),
    readRegisters(table, round.registers),
    readOwn(table, roundId),
    Promise.all(CATEGORIES.map((category) => table.all(keys.placesPk(roundId, category), PlaceRecord))),
    readAwards(table, roundId),
    table.all(keys.conflictsPk(roundId), ConflictRecord),
  ]);
  return {
    round,
    policy,
    registers,
    ...together([]),
    ...ofRound,
    places: places.flat(),
    conflicts,
    ...ofAwards,
  };
}

/** What stands with the round itself; lists and plans with their ids. */
async function readOwn(table: Table, roundId: string) {
  const { lists, plans, ...others } = await readPartition(table, keys.roundPk(roundId), OF_ROUND);
  return {
    ...others,
    lists: await Promise.all(lists.map((head) => wholeList(table, head))),
    plans: await Promise.all(plans.map((head) => wholePlan(table, head))),
  };
}

async function readAwards(table: Table, roundId: string) {
  return {
    objections: await table.all(keys.objectionsPk(roundId), ObjectionRecord),
    awards: await table.all(keys.awardsPk(roundId), AwardRecord),
    disbursements: await table.all(keys.disbursementsPk(roundId), DisbursementRecord),
    directives: await table.all(keys.directivesPk(roundId), DirectiveRecord),
    recoveries: await table.all(keys.recoveryReceiptsPk(roundId), RecoveryReceiptRecord),
  };
}

async function readRegisters(table: Table, versions: RoundRecord['registers']): Promise<Registers> {
  const rows = <K extends RegisterKind>(kind: K) => registerRows(table, kind, versions[kind]);
  return {
    pilots: await rows('pilots'),
    providers: await rows('providers'),
    dishonesty: await rows('dishonesty'),
    accidents: await rows('accidents'),
    subsidies: await rows('subsidies'),
    participation: await rows('participation'),
    experts: await rows('experts'),
    staff: await rows('staff'),
    invitations: await rows('invitations'),
  };
}

const SlotEntry = z.object({ applicationId: ApplicationId });

/** Every slot has its application's partition, whether something was uploaded or not. Ids in their order. */
export async function slotIds(table: Table, roundId: string): Promise<string[]> {
  const pages = await Promise.all(shards.map((shard) => table.all(keys.slotsPk(roundId, shard), SlotEntry)));
  return pages
    .flat()
    .map((entry) => entry.applicationId)
    .sort();
}

export type ApplicationRecords = Records<typeof OF_APPLICATION>;

export const readApplication = (table: Table, id: string): Promise<ApplicationRecords> =>
  readPartition(table, keys.applicationPk(id), OF_APPLICATION);

const readApplications = async (table: Table, roundId: string): Promise<ApplicationRecords> =>
  together(await forEachId(await slotIds(table, roundId), (id) => readApplication(table, id)));

function together(partitions: ApplicationRecords[]): ApplicationRecords {
  return {
    slots: partitions.flatMap((one) => one.slots),
    uploads: partitions.flatMap((one) => one.uploads),
    applications: partitions.flatMap((one) => one.applications),
    versions: partitions.flatMap((one) => one.versions),
    autos: partitions.flatMap((one) => one.autos),
    seats: partitions.flatMap((one) => one.seats),
    sheets: partitions.flatMap((one) => one.sheets),
    secondLooks: partitions.flatMap((one) => one.secondLooks),
    struckSheets: partitions.flatMap((one) => one.struckSheets),
    scores: partitions.flatMap((one) => one.scores),
    flags: partitions.flatMap((one) => one.flags),
    overrides: partitions.flatMap((one) => one.overrides),
    inquiries: partitions.flatMap((one) => one.inquiries),
    tasks: partitions.flatMap((one) => one.tasks),
  };
}

const AnyRecord = z.looseObject({ entity: z.string().optional() });

/** One partition, its records sorted into kinds; kinds that are not asked for stay out. */
async function readPartition<S extends Schemas>(table: Table, pk: string, schemas: S): Promise<Records<S>> {
  const items = await table.all(pk, AnyRecord);
  const kinds = Object.entries(schemas).map(([kind, schema]) => [
    kind,
    items.filter((item) => item.entity === schema.shape.entity.value).map((item) => schema.parse(item)),
  ]);
  return Object.fromEntries(kinds) as Records<S>;
}
