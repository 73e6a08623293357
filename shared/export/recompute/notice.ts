import { correctedPeriod, isUnderNotice, noticeHash, noticePeriod } from '../../domain/notice.ts';
import type { Ranking } from '../../domain/ranking.ts';
import { CATEGORIES, type Category } from '../../schemas/basics.ts';
import { versionsOf } from '../notice-schema.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';
import { checkPeriods } from './objections.ts';

type Noticed = Pick<RoundExport, 'notice' | 'policy' | 'places'>;
type Version = ReturnType<typeof versionsOf>[number];

/** 五(三): what was published, and until when, by the published calendar; then each corrected version by the one before. */
export function checkNotice(exported: Noticed, rankings: Record<Category, Ranking>): string[] {
  const { notice, policy } = exported;
  if (notice === null) return [];
  const ranked = CATEGORIES.flatMap((category) =>
    rankings[category].places.map(({ rank, applicationId, state }) => ({ category, rank, applicationId, state })),
  );
  let list = new Set(ranked.filter(({ state }) => state === 'shortlisted').map(({ applicationId }) => applicationId));
  let before: Version | null = null;
  return versionsOf(notice).flatMap((version, i) => {
    const { out = [], in: added = [] } = version.correction ?? {};
    const faults = [...differ('版本', version.version, i + 1), ...checkCorrection(exported, version, before)];
    list = new Set([...list, ...added].filter((id) => !out.includes(id)));
    const own = ranked.filter(({ applicationId }) => list.has(applicationId));
    const period =
      before === null
        ? noticePeriod(policy, version.publishedAt)
        : correctedPeriod(policy, before, version.publishedAt);
    before = version;
    return [
      ...faults,
      ...differ('首日', version.firstDay, period.firstDay),
      ...differ('末日', version.lastDay, period.lastDay),
      ...differ('截止时间', version.endsAt, period.endsAt),
      ...differ('名单人数', version.places, own.length),
      ...differ('名单哈希', version.hash, noticeHash(own)),
    ];
  });
}

/** Only who left the list by a ruling, or by itself, is off it; only who moved up is new on it. */
function checkCorrection(
  { places }: Noticed,
  { version, correction, publishedAt }: Version,
  before: Version | null,
): string[] {
  if (before === null) return correction === null ? [] : ['首次公示不是更正'];
  if (correction === null) return [`第 ${version} 版没有更正理由`];
  const states = index(places, ({ applicationId }) => applicationId);
  const on = (id: string) => ['shortlisted', 'confirmed'].includes(states.get(id)?.state ?? '');
  const moved = (id: string) => (states.get(id)?.noticeEndsAt ?? null) !== null;
  return [
    ...(publishedAt >= before.publishedAt ? [] : [`第 ${version} 版早于前一版`]),
    ...correction.out.filter(on).map((id) => `第 ${version} 版移出了仍在名单上的 ${id}`),
    ...correction.in.filter((id) => !moved(id)).map((id) => `第 ${version} 版列入了未入围的 ${id}`),
  ];
}

type Objection = RoundExport['objections'][number];
type Objected = Pick<RoundExport, 'objections' | 'policy' | 'notice' | 'rankings' | 'places' | 'awards'>;

/** 五(四): periods, who left and who moved up by the order of the ranking, and how every place stands after that. */
export function checkObjections(exported: Objected, ranking: Record<Category, Ranking>): string[] {
  const { objections, policy, notice, rankings } = exported;
  const due = objections.flatMap((objection) => checkPeriods(objection, policy));
  if (rankings.length === 0) return due;
  const firstEnd = notice === null ? null : (versionsOf(notice)[0]?.endsAt ?? null);
  const states = CATEGORIES.flatMap((category) => {
    const initial = ranking[category].places.map(({ applicationId, state }) => [applicationId, state] as const);
    const standing: Standing = new Map(
      initial.map(([id, state]) => [id, { state, noticeEndsAt: state === 'shortlisted' ? firstEnd : null }]),
    );
    const reserve = initial.filter(([, state]) => state === 'reserve').map(([id]) => id);
    const faults = applyRulings(exported, category, reserve, standing);
    return [...faults, ...checkStanding(exported, category, standing)];
  });
  return [...due, ...states];
}

type Standing = Map<string, { state: string; noticeEndsAt: string | null }>;

/** Walks through the upheld rulings in their order. Each takes one out and moves the first of the reserve up. */
function applyRulings(
  { objections, places, policy, notice }: Objected,
  category: Category,
  reserve: string[],
  standing: Standing,
): string[] {
  const inCategory = new Set(places.filter((place) => place.category === category).map((place) => place.applicationId));
  const upheld = objections.filter(({ applicationId, status }) => inCategory.has(applicationId) && status === 'upheld');
  // Rulings of one moment have no order of their own: the one that moved up an earlier reserve is taken as the earlier.
  const rankIn = ({ ruling }: Objection) =>
    ruling?.effect?.in == null ? reserve.length : reserve.indexOf(ruling.effect.in);
  const at = ({ ruling }: Objection) => ruling?.at ?? '';
  const waiting = [...reserve];
  const corrected = corrections(notice, standing);
  const faults = upheld
    .sort((a, b) => (at(a) === at(b) ? rankIn(a) - rankIn(b) : at(a) < at(b) ? -1 : 1))
    .flatMap(({ objectionId, applicationId, ruling }) => {
      corrected.until(ruling?.at ?? '');
      const effect = ruling?.effect ?? null;
      if (ruling === null) return [`异议 ${objectionId} 成立而没有裁定`];
      if (standing.get(applicationId)?.state !== 'shortlisted')
        return differ(`异议 ${objectionId} 的效果`, effect, null);
      const next = waiting.shift() ?? null;
      standing.set(applicationId, {
        state: 'removed',
        noticeEndsAt: standing.get(applicationId)?.noticeEndsAt ?? null,
      });
      if (next !== null)
        standing.set(next, { state: 'shortlisted', noticeEndsAt: noticePeriod(policy, ruling.at).endsAt });
      return differ(`异议 ${objectionId} 的效果`, effect, { out: applicationId, in: next });
    });
  corrected.until(END_OF_TIME);
  return faults;
}

/** Beyond every instant, as texts are compared. */
const END_OF_TIME = '9';

/** Corrected versions in their order: each moves the end of who is under notice at its moment. */
function corrections(notice: Objected['notice'], standing: Standing) {
  const waiting = notice === null ? [] : versionsOf(notice).filter(({ correction }) => correction !== null);
  return {
    until(at: string): void {
      while (waiting[0] !== undefined && waiting[0].publishedAt < at) {
        const { publishedAt, endsAt } = waiting[0];
        for (const [id, place] of standing)
          if (isUnderNotice(place, publishedAt) && (place.noticeEndsAt ?? endsAt) < endsAt)
            standing.set(id, { ...place, noticeEndsAt: endsAt });
        waiting.shift();
      }
    },
  };
}

function checkStanding({ places, objections, awards }: Objected, category: Category, standing: Standing): string[] {
  const awarded = index(awards, ({ awardId }) => awardId);
  const open = Map.groupBy(
    objections.filter(({ status }) => status === 'open'),
    ({ applicationId }) => applicationId,
  );
  return places
    .filter((place) => place.category === category)
    .flatMap(({ applicationId, state, noticeEndsAt, openObjections, listNo }) => {
      const expected = standing.get(applicationId);
      const award = awarded.get(applicationId);
      const final = expected?.state === 'shortlisted' && award !== undefined ? 'confirmed' : expected?.state;
      return [
        ...differ(`${applicationId} 的状态`, state, final ?? null),
        ...differ(`${applicationId} 的公示截止时间`, noticeEndsAt, expected?.noticeEndsAt ?? null),
        ...differ(`${applicationId} 的未决异议数`, openObjections, open.get(applicationId)?.length ?? 0),
        ...differ(`${applicationId} 的公布批次`, listNo, award?.listNo ?? null),
        ...(state === 'confirmed' && openObjections > 0 ? [`${applicationId} 有未决异议而已确认`] : []),
      ];
    });
}
