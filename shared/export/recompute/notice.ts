import { canonicalJson, sha256Hex } from '../../canonical.ts';
import { noticePeriod } from '../../domain/notice.ts';
import type { Ranking } from '../../domain/ranking.ts';
import { CATEGORIES, type Category } from '../../schemas/basics.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';
import { checkPeriods } from './objections.ts';

/** 五(三): what was published, and until when, by the published calendar. */
export function checkNotice(
  { notice, policy }: Pick<RoundExport, 'notice' | 'policy'>,
  rankings: Record<Category, Ranking>,
): string[] {
  if (notice === null) return [];
  const list = CATEGORIES.flatMap((category) =>
    rankings[category].places
      .filter(({ state }) => state === 'shortlisted')
      .map(({ rank, applicationId }) => ({ category, rank, applicationId })),
  );
  const period = noticePeriod(policy, notice.publishedAt);
  return [
    ...differ('首日', notice.firstDay, period.firstDay),
    ...differ('末日', notice.lastDay, period.lastDay),
    ...differ('截止时间', notice.endsAt, period.endsAt),
    ...differ('名单人数', notice.places, list.length),
    ...differ('名单哈希', notice.hash, sha256Hex(canonicalJson(list))),
  ];
}

type Objection = RoundExport['objections'][number];
type Objected = Pick<RoundExport, 'objections' | 'policy' | 'notice' | 'rankings' | 'places' | 'awards'>;

/** 五(四): periods, who left and who moved up by the order of the ranking, and how every place stands after that. */
export function checkObjections(exported: Objected, ranking: Record<Category, Ranking>): string[] {
  const { objections, policy, notice, rankings } = exported;
  const due = objections.flatMap((objection) => checkPeriods(objection, policy));
  if (rankings.length === 0) return due;
  const states = CATEGORIES.flatMap((category) => {
    const initial = ranking[category].places.map(({ applicationId, state }) => [applicationId, state] as const);
    const standing: Standing = new Map(
      initial.map(([id, state]) => [
        id,
        { state, noticeEndsAt: state === 'shortlisted' ? (notice?.endsAt ?? null) : null },
      ]),
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
  { objections, places, policy }: Objected,
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
  return upheld
    .sort((a, b) => (at(a) === at(b) ? rankIn(a) - rankIn(b) : at(a) < at(b) ? -1 : 1))
    .flatMap(({ objectionId, applicationId, ruling }) => {
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
