import * as z from 'zod';
import type { Deps } from '../../../shared/deps.ts';
import type { NamedPlace, RankedCategory, TaskDetails } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import { CATEGORIES, Category } from '../../../shared/schemas/basics.ts';
import { type PlaceRecord, RankingRecord, ScoreRecord, TaskRecord } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadPlaces } from '../../../shared/store/places.ts';
import { forEachId, loadApplications } from '../../../shared/store/roster.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { findApplication } from './application.ts';
import { loadShownFlags } from './flags.ts';

/** Behind the cut, this many are shown; the rest is counted. */
const RESERVE_SHOWN = 20;

export async function named(deps: Deps, place: PlaceRecord): Promise<NamedPlace> {
  const [application, score, flags] = await Promise.all([
    findApplication(deps, place.applicationId),
    deps.table.get(keys.score(place.applicationId), ScoreRecord),
    loadShownFlags(deps, place.applicationId),
  ]);
  return {
    place,
    name: application?.name ?? '',
    title: application?.title ?? '',
    spreadFlag: score?.spreadFlag ?? false,
    lookedAgain: application?.secondLookAt !== undefined,
    flags: flags.filter(({ flag }) => flag.gone === null),
  };
}

async function rankedCategory(deps: Deps, roundId: string, category: Category): Promise<RankedCategory> {
  const [ranking, places] = await Promise.all([
    deps.table.get(keys.ranking(roundId, category), RankingRecord),
    loadPlaces(deps.table, roundId, category),
  ]);
  const reserve = places.filter((place) => place.state === 'reserve');
  const head = [...places.filter((place) => place.state === 'shortlisted'), ...reserve.slice(0, RESERVE_SHOWN)];
  const byId = new Map(head.map((place) => [place.applicationId, place]));
  const shown = await forEachId([...byId.keys()], async (id) => {
    const place = byId.get(id);
    return place === undefined ? [] : [await named(deps, place)];
  });
  return {
    ranking,
    shown: shown.flat(),
    rest: {
      reserve: Math.max(0, reserve.length - RESERVE_SHOWN),
      belowPass: places.filter((place) => place.state === 'below-pass').length,
    },
  };
}

export async function loadDeliberation(deps: Deps, { roundId }: TaskRecord): Promise<TaskDetails['deliberate']> {
  const categories = await Promise.all(
    CATEGORIES.map(async (category) => ({ category, ranked: await rankedCategory(deps, roundId, category) })),
  );
  return { categories };
}

/** Who is tied, as it was when the task was opened. The places themselves are not settled yet. */
export async function loadTie(deps: Deps, { subject }: TaskRecord): Promise<TaskDetails['tie-break']> {
  const ids = z.array(z.string()).catch([]).parse(subject['applicationIds']);
  const tied = await forEachId(ids, async (applicationId) => {
    const [application, score] = await Promise.all([
      findApplication(deps, applicationId),
      deps.table.get(keys.score(applicationId), ScoreRecord),
    ]);
    const { name = '', title = '' } = application ?? {};
    return { applicationId, name, title, shown: score?.shown ?? '—' };
  });
  return {
    category: Category.nullable().catch(null).parse(subject['category']),
    tied,
    placesLeft: z.int().nullable().catch(null).parse(subject['placesLeft']),
  };
}

/** What the draw wrote down when it could not fill every panel. */
const Shortages = z.object({
  shortages: z.array(
    z.object({ applicationId: z.string(), needed: z.int(), available: z.int(), reasons: z.array(z.string()) }),
  ),
});

export async function loadShortage(deps: Deps, task: TaskRecord): Promise<TaskDetails['panel-shortage']> {
  if (task.applicationId !== null) return { application: await findApplication(deps, task.applicationId), reasons: [] };
  const { shortages } = (await deps.table.get(keys.shortage(task.roundId), Shortages)) ?? { shortages: [] };
  const reasons = await forEachId(
    shortages.map((shortage) => shortage.applicationId),
    async (id) => {
      const application = await findApplication(deps, id);
      const shortage = shortages.find((one) => one.applicationId === id);
      const why = shortage?.reasons.join('；') ?? '';
      return `${application?.name ?? id}：需要 ${shortage?.needed ?? 0} 位，可用 ${shortage?.available ?? 0} 位。${why}`;
    },
  );
  return { application: null, reasons };
}

/** What a district has not reviewed yet. */
export async function loadDistrictLate(deps: Deps, task: TaskRecord): Promise<TaskDetails['district-late']> {
  const code = String(task.subject['district'] ?? 'none');
  const { policy } = await loadPinned(deps.table, deps.evidence, task.roundId);
  const district = policy.districts.some((one) => one.code === code) ? code : null;
  const open = (await loadApplications(deps.table, task.roundId)).filter(
    (application) => application.status === 'in-review' && application.district === district,
  );
  return { district, applications: open.map(({ applicationId, name, title }) => ({ applicationId, name, title })) };
}

/** The overdue task, and whose it is about. */
export async function loadOverdue(deps: Deps, { subject }: TaskRecord): Promise<TaskDetails['overdue']> {
  const task = await deps.table.get(keys.task(String(subject['taskId'])), TaskRecord);
  if (task === null) throw new HttpProblem('task.not-found');
  return { task, application: task.applicationId === null ? null : await findApplication(deps, task.applicationId) };
}
