import type * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import { type Urgency, urgencyOf } from '../../../shared/domain/diagnostics.ts';
import { pseudonyms } from '../../../shared/export/people.ts';
import {
  ApplicationRecord,
  AwardRecord,
  type RoundRecord,
  SeatRecord,
  SecondLookRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import type { StaffRow } from '../../../shared/schemas/registers.ts';
import { keys } from '../../../shared/store/keys.ts';
import { getMany } from '../../../shared/store/many.ts';
import { registerRows } from '../../../shared/store/registers.ts';
import { lookWaitId } from '../../../shared/store/seats.ts';
import { openStages, openUpTo, type RoundFacts } from './console.ts';

const Task = TaskRecord.pick({
  taskId: true,
  kind: true,
  roundId: true,
  applicationId: true,
  assignee: true,
  status: true,
  openedAt: true,
  deadline: true,
  reminders: true,
  waitId: true,
  handedIn: true,
});
export type ConsoleTask = z.infer<typeof Task>;
export type OpenTask = ConsoleTask & { urgency: Urgency };

const Waiting = ApplicationRecord.pick({ applicationId: true, waitId: true, district: true });
const Seated = SeatRecord.pick({ applicationId: true, seat: true, turn: true, status: true });
const Looked = SecondLookRecord.pick({ applicationId: true, seats: true });
const Paying = AwardRecord.pick({ awardId: true, attempt: true, status: true });

/** The most open applications of a stage whose tasks a page looks at. */
export const MOST_OPEN = 2000;

export interface OpenTasks {
  tasks: OpenTask[];
  /** Applications that are open, by stage; more than `MOST_OPEN` where there are more, and then their tasks are not all here. */
  open: Map<string, string[]>;
  /** District of each application that is open in the districts' stage. */
  districts: Map<string, string | null>;
}

/** Every task that somebody has to do now. */
export async function loadOpenTasks(deps: Deps, facts: RoundFacts, now: string): Promise<OpenTasks> {
  const { roundId } = facts.round;
  const stages = openStages(facts);
  const ids = await Promise.all(stages.map((stage) => openUpTo(deps, roundId, stage, MOST_OPEN)));
  const open = new Map(stages.map((stage, i) => [stage, ids[i] ?? []]));
  const looked = (stage: string) => (open.get(stage) ?? []).slice(0, MOST_OPEN);
  const waiting = await getMany(deps.table, looked('district').map(keys.application), Waiting);
  const taskIds = [
    ...waiting.flatMap(({ waitId }) => (waitId === null ? [] : [waitId, `${waitId}.bureau`])),
    ...(await seatTasks(deps, facts, looked('experts'))),
    ...(await lookTasks(deps, facts, looked('experts'))),
    ...(await payeeTasks(deps, facts)),
  ];
  const found = await getMany(deps.table, taskIds.map(keys.task), Task);
  const due = (task: ConsoleTask) =>
    task.kind === 'district-review' ? (facts.gates.find(({ stage }) => stage === 'district')?.deadline ?? null) : null;
  const tasks = [...facts.tasks, ...found]
    // A sheet that was handed in waits for nobody, though it may still be changed.
    .filter(({ status, handedIn }) => status === 'open' && handedIn === undefined)
    .map((task) => ({ ...Task.parse(task), urgency: urgencyOf(task, due(task), now) }));
  const districts = new Map(waiting.map(({ applicationId, district }) => [applicationId, district]));
  return { tasks, open, districts };
}

async function seatTasks({ table }: Deps, { policy }: RoundFacts, ids: string[]): Promise<string[]> {
  const seats = Array.from({ length: policy.panel.value.size }, (_, i) => i + 1);
  const wanted = ids.flatMap((id) => seats.map((seat) => keys.seat(id, seat)));
  return (await getMany(table, wanted, Seated))
    .filter(({ status }) => status === 'assigned')
    .map(({ applicationId, seat, turn }) => `${applicationId}~score.${seat}.${turn}`);
}

/** 复核打分: those who are asked once more, where the policy asks. */
async function lookTasks({ table }: Deps, { policy }: RoundFacts, ids: string[]): Promise<string[]> {
  if (policy.scoring.value.secondLook === undefined) return [];
  const looks = await getMany(table, ids.map(keys.secondLook), Looked);
  return looks.flatMap(({ applicationId, seats }) => seats.map((seat) => lookWaitId(applicationId, seat)));
}

async function payeeTasks({ table }: Deps, { round, lists }: RoundFacts): Promise<string[]> {
  if (lists.length === 0) return [];
  const awards = await table.all(keys.awardsPk(round.roundId), Paying);
  return awards
    .filter(({ status }) => status === 'announced')
    .map(({ awardId, attempt }) => `${awardId}~payee.${attempt}`);
}

/** What people are called on the console's pages. */
export interface People {
  staff: StaffRow[];
  /** Experts have the numbers that the export gives them, and no names. */
  expert(expertId: string): string;
}

export async function loadPeople({ table }: Deps, { roundId, registers }: RoundRecord): Promise<People> {
  const [experts, staff] = await Promise.all([
    registerRows(table, 'experts', registers.experts),
    registerRows(table, 'staff', registers.staff),
  ]);
  return { staff, expert: pseudonyms(roundId, experts, staff).expert };
}

/** One task, whatever its state; null where the round has none of this id. */
export async function loadTask({ table }: Deps, roundId: string, taskId: string): Promise<TaskRecord | null> {
  const task = await table.get(keys.task(taskId), TaskRecord);
  return task?.roundId === roundId ? task : null;
}

const Named = ApplicationRecord.pick({ applicationId: true, name: true, title: true, district: true });
export type NamedApplication = z.infer<typeof Named>;

/** What applications are called, by id. */
export const loadNames = async ({ table }: Deps, ids: string[]): Promise<Map<string, NamedApplication>> =>
  new Map(
    (await getMany(table, [...new Set(ids)].map(keys.application), Named)).map((one) => [one.applicationId, one]),
  );
