import { correctedPeriod, noticeHash, noticePeriod } from '../../domain/notice.ts';
import type { Ranking } from '../../domain/ranking.ts';
import { CATEGORIES, type Category } from '../../schemas/basics.ts';
import { versionsOf } from '../notice-schema.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';

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
