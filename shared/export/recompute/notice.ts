import { canonicalJson, sha256Hex } from '../../canonical.ts';
import { noticePeriod } from '../../domain/notice.ts';
import type { Ranking } from '../../domain/ranking.ts';
import { CATEGORIES, type Category } from '../../schemas/basics.ts';
import type { RoundExport } from '../schema.ts';
import { differ } from './differ.ts';

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
