import * as z from 'zod';
import { nowMs, nowUtc } from '../../shared/clock.ts';
import { isContestable } from '../../shared/domain/refusal.ts';
import { RoundId } from '../../shared/schemas/basics.ts';
import {
  ApplicationRecord,
  DrawRecord,
  OpenRecord,
  SCHEDULE,
  ScoreRecord,
  TaskRecord,
} from '../../shared/schemas/records.ts';
import { keys, shards } from '../../shared/store/keys.ts';
import { retract } from '../../shared/withdrawal/retract.ts';
import { lookAtExecution } from './executions.ts';
import { careFor } from './overdue.ts';
import type { Run } from './run.ts';
import type { Machine } from './verdict.ts';

/** Each open application is asked for at AWS, whose rate is low: by schedule once a day. What fails rings an alarm at once. */
const EVERY_MS = 24 * 60 * 60_000;
const NEVER = new Date(0).toISOString();
const PAGE = 100;

/** Where rows are open: stages whose rows stand for an execution each, and withdrawals that are not carried out to their end. */
const STAGES = ['district', 'experts', 'retract'] as const;
type Stage = (typeof STAGES)[number];
const MACHINES = { district: 'application', experts: 'scoring' } as const satisfies Record<string, Machine>;

const Place = z.object({
  roundId: RoundId,
  stage: z.enum(STAGES),
  shard: z.int().min(0),
  /** The row after which to go on. */
  after: z.string().optional(),
});
type Place = z.infer<typeof Place>;
/** `next` is there while a sweep is under way. */
const Sweep = z.object({ begunAt: z.iso.datetime(), next: Place.optional() });

/**
 * Looks at every open row of the rounds that are not closed: has it an execution that carries it on, are its tasks in
 * time? Page by page; when the time is up, the next run goes on at the place it came to.
 */
export async function sweepOpenRows(run: Run, rounds: string[]): Promise<void> {
  const { table } = run.deps;
  const last = await table.get(keys.sweep(), Sweep);
  const due = last === null || run.by !== SCHEDULE || Date.parse(last.begunAt) + EVERY_MS <= nowMs();
  if (last?.next === undefined && !due) return;
  const begunAt = last?.next === undefined ? nowUtc() : last.begunAt;
  const keep = (sweep: z.infer<typeof Sweep>) =>
    table.put(keys.sweep(), { entity: 'Sweep', ...sweep }, { replace: true });
  for (let place = placeAfter(rounds, last?.next); place !== undefined; ) {
    const { roundId, stage, shard, after } = place;
    const page = await table.page(keys.openPk(roundId, stage, shard), OpenRecord, { limit: PAGE, after });
    await lookAtRows(run, stage, page.items);
    place = page.next === undefined ? following(rounds, place) : { ...place, after: page.next };
    if (place !== undefined && run.spent()) return keep({ begunAt, next: place });
  }
  // What failed is looked at again within the hour.
  await keep({ begunAt: run.failed > 0 ? NEVER : begunAt });
}

const placesOf = (rounds: string[]): Place[] =>
  rounds.flatMap((roundId) => STAGES.flatMap((stage) => shards.map((shard) => ({ roundId, stage, shard }))));

/** Where to begin: at the place that was kept, or if its round was closed meanwhile at the next one's first. */
const placeAfter = (rounds: string[], kept: Place | undefined): Place | undefined => {
  if (kept === undefined || rounds.includes(kept.roundId)) return kept ?? placesOf(rounds)[0];
  return placesOf(rounds).find(({ roundId }) => roundId > kept.roundId);
};

function following(rounds: string[], { roundId, stage, shard }: Place): Place | undefined {
  const all = placesOf(rounds);
  const at = all.findIndex((one) => one.roundId === roundId && one.stage === stage && one.shard === shard);
  return all[at + 1];
}

async function lookAtRows(run: Run, stage: Stage, rows: OpenRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const draw = stage === 'experts' ? await run.deps.table.get(keys.draw(first.roundId), DrawRecord) : null;
  await run.each(
    rows,
    ({ id }) => id,
    (row) => {
      if (stage === 'retract') return lookAtWithdrawn(run, row);
      return stage === 'district' ? lookAtReview(run, row) : lookAtScoring(run, row, draw?.drawnAt);
    },
  );
}

type OpenRow = z.infer<typeof OpenRecord>;

async function lookAtReview(run: Run, row: OpenRow): Promise<void> {
  const application = await run.deps.table.get(keys.application(row.id), ApplicationRecord);
  if (application === null) return leaveIfOpen(run, row, 'no-application');
  const underWay =
    application.status === 'in-review' || application.status === 'returned' || isContestable(application);
  if (!underWay) return leaveIfOpen(run, row, 'open-though-decided');
  const { status, version, attempt, receivedAt, review } = application;
  const asked = review === undefined ? '' : '.review';
  await lookAtRow(run, row, { since: receivedAt, place: `${status}.${version}.${attempt}${asked}` });
}

/** Until the draw is done its executions are not meant to be there. */
async function lookAtScoring(run: Run, row: OpenRow, drawnAt: string | undefined): Promise<void> {
  if (drawnAt === undefined) return;
  const [score, application] = await Promise.all([
    run.deps.table.get(keys.score(row.id), ScoreRecord),
    run.deps.table.get(keys.application(row.id), ApplicationRecord),
  ]);
  if (score !== null) return leaveIfOpen(run, row, 'open-though-decided');
  // Once its panel looks again it has got further.
  const place = application?.secondLookAt === undefined ? 'experts' : 'second-look';
  await lookAtRow(run, row, { since: drawnAt, place });
}

/** Whoever took it back died before the flags were gone. */
async function lookAtWithdrawn(run: Run, row: OpenRow): Promise<void> {
  const application = await run.deps.table.get(keys.application(row.id), ApplicationRecord);
  if (application === null) return leaveIfOpen(run, row, 'no-application');
  const since = application.decidedAt ?? application.receivedAt;
  if (since > run.until) return;
  const mending = {
    roundId: row.roundId,
    kind: 'flags',
    id: row.id,
    found: 'withdrawn',
    done: 'ended',
    since,
  } as const;
  await run.mend(mending, async () => {
    if (!(await retract(run.deps.table, application))) throw new Error('others changed at the same time');
  });
}

async function lookAtRow(run: Run, row: OpenRow, at: { since: string; place: string }): Promise<void> {
  const { roundId, id } = row;
  const machine = MACHINES[row.stage === 'experts' ? 'experts' : 'district'];
  const subject = { machine, id, roundId, ...at, input: { roundId, applicationId: id } };
  const verdict = await lookAtExecution(run, { ...subject, stillOpen: () => isOpen(run, row) });
  const tasks = await run.deps.table.all(keys.applicationPk(id), TaskRecord, 'TASK#');
  for (const task of tasks) await careFor(run, task, verdict === 'alive');
}

const isOpen = async ({ deps }: Run, { roundId, stage, id }: OpenRow): Promise<boolean> =>
  (await deps.table.get(keys.open(roundId, stage, id), OpenRecord)) !== null;

/** A decision removes the row in its own transaction: one that came after the page was read has done so. */
async function leaveIfOpen(run: Run, row: OpenRow, why: 'no-application' | 'open-though-decided'): Promise<void> {
  if (await isOpen(run, row)) run.leave(row.id, why);
}
