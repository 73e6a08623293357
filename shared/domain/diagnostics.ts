import type { Category } from '../schemas/basics.ts';
import {
  type ApplicationRecord,
  type DrawRecord,
  type GateRecord,
  type ListRecord,
  type NoticeRecord,
  type PlaceRecord,
  ROUND_STAGES,
  type RoundRecord,
  type TaskRecord,
} from '../schemas/records.ts';
import { firstPublished } from './notice.ts';

/** What the bureau sees of a running round. Nothing here decides anything, and no result depends on it. */

export const FUNNEL_STEPS = [
  'invited',
  'received',
  'accepted',
  'recommended',
  'scored',
  'shortlisted',
  'awarded',
  'paid',
] as const;
export type FunnelStep = (typeof FUNNEL_STEPS)[number];
/** Counts of applications; null where it was not looked. */
export type Funnel = Record<FunnelStep, number | null>;

/** How far one invitation has come. */
export interface Entry {
  applicationId: string;
  category: Category;
  /** Null until a package was accepted, and where none was found. */
  district: string | null;
  /** Whether anything was uploaded; null where it was not looked. */
  received: boolean | null;
  /** Null until a package was accepted. */
  status: ApplicationRecord['status'] | null;
  scored: boolean;
  shortlisted: boolean;
  awarded: boolean;
  paid: boolean;
}

/** How many came how far. */
export function funnel(entries: readonly Entry[]): Funnel {
  const count = (holds: (entry: Entry) => boolean) => entries.filter(holds).length;
  return {
    invited: entries.length,
    received: entries.some(({ received }) => received === null) ? null : count(({ received }) => received === true),
    accepted: count(({ status }) => status !== null),
    recommended: count(({ status }) => status === 'recommended'),
    scored: count(({ scored }) => scored),
    shortlisted: count(({ shortlisted }) => shortlisted),
    awarded: count(({ awarded }) => awarded),
    paid: count(({ paid }) => paid),
  };
}

export type StageName = RoundRecord['stage'];
export interface StageSpan {
  stage: StageName;
  state: 'done' | 'current' | 'next';
  /** When it began, and when it ended; null while it has not. UTC. */
  from: string | null;
  until: string | null;
  /** When it is to end; null where no time is set. */
  due: string | null;
  extensions: number;
}

export interface StageFacts {
  round: Pick<RoundRecord, 'stage' | 'openedAt' | 'closedAt'>;
  gates: Pick<GateRecord, 'stage' | 'deadline' | 'passedAt' | 'extensions'>[];
  draw: Pick<DrawRecord, 'drawnAt'> | null;
  notice: Pick<NoticeRecord, 'publishedAt' | 'endsAt' | 'earlier'> | null;
  lists: Pick<ListRecord, 'proposedAt' | 'announcedAt'>[];
}

type Times = Pick<StageSpan, 'from' | 'until' | 'due'>;

/** The stages of a round with their times, in their order. Districts review while packages still come in. */
export function stageSpans({ round, gates, draw, notice, lists }: StageFacts): StageSpan[] {
  const gate = (stage: string) => gates.find((one) => one.stage === stage);
  const gated = (stage: string, from: string | null): Times => ({
    from,
    until: gate(stage)?.passedAt ?? null,
    due: gate(stage)?.deadline ?? null,
  });
  const announced = lists.flatMap(({ announcedAt }) => announcedAt ?? []).toSorted();
  const proposed = lists.map(({ proposedAt }) => proposedAt).toSorted();
  const noticedAt = notice === null ? null : firstPublished(notice);
  const times: Record<StageName, Times> = {
    call: { from: round.openedAt, until: round.openedAt, due: null },
    intake: gated('intake', round.openedAt),
    district: gated('district', round.openedAt),
    experts: gated('experts', draw?.drawnAt ?? null),
    ranking: { from: gate('experts')?.passedAt ?? null, until: noticedAt, due: null },
    notice: { from: noticedAt, until: null, due: notice?.endsAt ?? null },
    lists: { from: proposed[0] ?? null, until: null, due: null },
    settlement: { from: announced.at(-1) ?? null, until: round.closedAt ?? null, due: null },
    closed: { from: round.closedAt ?? null, until: round.closedAt ?? null, due: null },
  };
  const reached = ROUND_STAGES.indexOf(round.stage);
  return ROUND_STAGES.map((stage, i) => {
    const own = times[stage];
    const passed = own.until !== null || i < reached;
    // What ended without a record of its own ended when the next one began.
    const until = own.until ?? (i < reached ? (own.due ?? times[ROUND_STAGES[i + 1] ?? 'closed'].from) : null);
    const state = passed && i !== reached ? 'done' : own.from !== null || i === reached ? 'current' : 'next';
    return { stage, ...own, until, state, extensions: gate(stage)?.extensions.length ?? 0 };
  });
}

/** How much time an open task has: `late` when its time, or the time its stage had, is over. */
export type Urgency = 'late' | 'soon' | 'open';
const SOON_MS = 3 * 86_400_000;

/** @param stageDue when the stage was to end: a district that was given days more is late all the same */
export function urgencyOf(task: Pick<TaskRecord, 'deadline'>, stageDue: string | null, now: string): Urgency {
  if (task.deadline < now || (stageDue !== null && stageDue < now)) return 'late';
  return Date.parse(task.deadline) - Date.parse(now) <= SOON_MS ? 'soon' : 'open';
}

export interface Holder {
  role: TaskRecord['assignee']['role'];
  id: string;
  open: number;
  late: number;
  soon: number;
  reminders: number;
  earliest: string;
}

/** Open tasks by who has them; who is late with most comes first. */
export function holders(
  tasks: readonly { assignee: TaskRecord['assignee']; deadline: string; reminders: number; urgency: Urgency }[],
): Holder[] {
  const groups = Map.groupBy(tasks, ({ assignee }) => `${assignee.role} ${assignee.id}`);
  const all = [...groups.values()].flatMap((own): Holder[] => {
    const [first] = own;
    if (first === undefined) return [];
    const count = (wanted: Urgency) => own.filter(({ urgency }) => urgency === wanted).length;
    return [
      {
        ...first.assignee,
        ...{ open: own.length, late: count('late'), soon: count('soon') },
        reminders: own.reduce((sum, { reminders }) => sum + reminders, 0),
        earliest: own.map(({ deadline }) => deadline).toSorted()[0] ?? first.deadline,
      },
    ];
  });
  const tie = (a: Holder, b: Holder) => (`${a.role} ${a.id}` < `${b.role} ${b.id}` ? -1 : 1);
  return all.toSorted((a, b) => b.late - a.late || b.soon - a.soon || b.open - a.open || tie(a, b));
}

export interface CutLine<P> {
  /** The last who are in and the first who are not, best first. */
  above: P[];
  below: P[];
}

/** The neighbours of the cut in a category's places. Who was removed by an objection stands where it stood. */
export function cutLine<P extends Pick<PlaceRecord, 'order' | 'state'>>(
  places: readonly P[],
  around: number,
): CutLine<P> {
  const sorted = places.toSorted((a, b) => a.order - b.order);
  const isIn = ({ state }: P) => state === 'shortlisted' || state === 'confirmed';
  const cut = sorted.findLastIndex(isIn) + 1;
  return { above: sorted.slice(Math.max(0, cut - around), cut), below: sorted.slice(cut, cut + around) };
}
