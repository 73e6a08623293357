import { type Held, nextOfReserve } from '../../domain/declines.ts';
import { isUnderNotice, noticePeriod } from '../../domain/notice.ts';
import { upheldEffect } from '../../domain/objections.ts';
import type { Ranking } from '../../domain/ranking.ts';
import { CATEGORIES, type Category } from '../../schemas/basics.ts';
import { versionsOf } from '../notice-schema.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';
import { checkPeriods } from './objections.ts';

type Objection = RoundExport['objections'][number];
type Award = RoundExport['awards'][number];
interface Moved extends Pick<RoundExport, 'objections' | 'policy' | 'notice' | 'rankings' | 'places' | 'awards'> {
  applications: Pick<RoundExport['applications'][number], 'applicationId' | 'uscc'>[];
}

/** How a place stands while what happened to all of them is walked through; a confirmed one is still `shortlisted` here. */
type Standing = Held & { noticeEndsAt: string | null };

/**
 * 五(四): periods of objections; who left by one or gave its award back, who moved up by the order of the ranking, and how every
 * place stands after that.
 */
export function checkObjections(exported: Moved, ranking: Record<Category, Ranking>): string[] {
  const { objections, policy, notice, rankings, applications } = exported;
  const due = objections.flatMap((objection) => checkPeriods(objection, policy));
  if (rankings.length === 0) return due;
  const firstEnd = notice === null ? null : (versionsOf(notice)[0]?.endsAt ?? null);
  const usccs = index(applications, ({ applicationId }) => applicationId);
  const standings = CATEGORIES.flatMap((category) =>
    ranking[category].places.map(
      ({ applicationId, state }): Standing => ({
        ...{ applicationId, category, state, uscc: usccs.get(applicationId)?.uscc ?? '' },
        noticeEndsAt: state === 'shortlisted' ? firstEnd : null,
      }),
    ),
  );
  const standing = index(standings, ({ applicationId }) => applicationId);
  const moves = movesOf(exported, standings).sort((a, b) => (a.at === b.at ? a.order - b.order : a.at < b.at ? -1 : 1));
  return [...due, ...moves.flatMap(({ apply }) => apply(standings, standing)), ...checkStanding(exported, standing)];
}

/** What changed who has a place. Moves of one moment have an order of their own: by who came into reach first. */
interface Move {
  at: string;
  order: number;
  apply: (standings: Standing[], standing: Map<string, Standing>) => string[];
}

function movesOf({ objections, awards, notice, policy }: Moved, standings: Standing[]): Move[] {
  const reserve = new Map(
    standings.filter(({ state }) => state === 'reserve').map(({ applicationId }, i) => [applicationId, i]),
  );
  // Rulings of one moment: the one that moved up an earlier reserve is taken as the earlier.
  const orderOf = (up: string | null) => (up === null ? reserve.size : (reserve.get(up) ?? reserve.size));
  return [
    ...objections
      .filter(({ status }) => status === 'upheld')
      .map((objection) => ({
        at: objection.ruling?.at ?? '',
        order: orderOf(objection.ruling?.effect?.in ?? null),
        apply: ruled(objection, policy),
      })),
    ...awards.flatMap((award) => declines(award, policy, orderOf)),
    ...(notice === null ? [] : versionsOf(notice)).flatMap(corrects),
  ];
}

/** A corrected version of the notice moves the end of who is under notice at its moment, after whatever else that moment brought. */
const corrects = ({ correction, publishedAt, endsAt }: ReturnType<typeof versionsOf>[number]): Move[] =>
  correction === null
    ? []
    : [
        {
          ...{ at: publishedAt, order: Number.MAX_SAFE_INTEGER },
          apply: (standings) => {
            for (const place of standings)
              if (isUnderNotice(place, publishedAt) && (place.noticeEndsAt ?? endsAt) < endsAt)
                place.noticeEndsAt = endsAt;
            return [];
          },
        },
      ];

/** Takes one out and moves the first of the reserve up. */
const ruled =
  ({ objectionId, applicationId, ruling }: Objection, policy: Moved['policy']): Move['apply'] =>
  (standings, standing) => {
    if (ruling === null) return [`异议 ${objectionId} 成立而没有裁定`];
    const effect = upheldEffect(policy, standings, applicationId);
    const out = standing.get(applicationId);
    if (effect !== null && out !== undefined) out.state = 'removed';
    moveUp(standing.get(effect?.in ?? ''), policy, ruling.at);
    return differ(`异议 ${objectionId} 的效果`, ruling.effect, effect);
  };

/** 放弃: first the place is free; later somebody decides that the next moves up, or that it stays so. */
function declines(
  { awardId, announcedAt, declined }: Award,
  policy: Moved['policy'],
  orderOf: (up: string | null) => number,
): Move[] {
  if (declined === null) return [];
  const { at, filled } = declined;
  const given: Move = {
    ...{ at, order: -1 },
    apply: (_, standing) => {
      const own = standing.get(awardId);
      if (own?.state !== 'shortlisted' || at < announcedAt) return [`${awardId} 没有公布而放弃`];
      own.state = 'declined';
      return [];
    },
  };
  if (filled === null) return [given];
  const fill: Move = {
    ...{ at: filled.at, order: orderOf(filled.in) },
    apply: (standings, standing) => {
      const category = standing.get(awardId)?.category;
      if (filled.in === null || category === undefined) return [];
      const next = nextOfReserve(policy, category, standings);
      moveUp(standing.get(next ?? ''), policy, filled.at);
      return differ(`${awardId} 放弃后的递补`, filled.in, next);
    },
  };
  return [given, fill];
}

function moveUp(next: Standing | undefined, policy: Moved['policy'], at: string): void {
  if (next !== undefined) Object.assign(next, { state: 'shortlisted', noticeEndsAt: noticePeriod(policy, at).endsAt });
}

function checkStanding({ places, objections, awards }: Moved, standing: Map<string, Standing>): string[] {
  const awarded = index(awards, ({ awardId }) => awardId);
  const open = Map.groupBy(
    objections.filter(({ status }) => status === 'open'),
    ({ applicationId }) => applicationId,
  );
  return places.flatMap(({ applicationId, state, noticeEndsAt, openObjections, listNo }) => {
    const expected = standing.get(applicationId);
    const award = awarded.get(applicationId);
    const final = expected?.state === 'shortlisted' && award !== undefined ? 'confirmed' : expected?.state;
    return [
      ...differ(`${applicationId} 的状态`, state, final ?? null),
      ...differ(`${applicationId} 的公示截止时间`, noticeEndsAt, expected?.noticeEndsAt ?? null),
      ...differ(`${applicationId} 的未决异议数`, openObjections, open.get(applicationId)?.length ?? 0),
      ...differ(`${applicationId} 的公布批次`, listNo, award?.listNo ?? null),
      ...(award === undefined
        ? []
        : differ(`${applicationId} 的放弃`, award.status === 'declined', award.declined !== null)),
      ...(state === 'confirmed' && openObjections > 0 ? [`${applicationId} 有未决异议而已确认`] : []),
    ];
  });
}
