import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { ApplicationRecord } from '../schemas/records.ts';

export type SheetLine = Pick<
  ApplicationRecord,
  'applicationId' | 'category' | 'uscc' | 'name' | 'title' | 'status' | 'district' | 'opinion' | 'decidedAt'
>;

/** 五(二): the lines of a district's 推荐汇总表, in the order of the application ids. */
export const sheetLines = <T extends Pick<SheetLine, 'applicationId' | 'district'>>(
  applications: readonly T[],
  district: string,
): T[] =>
  applications
    .filter((line) => line.district === district)
    .toSorted((a, b) => (a.applicationId < b.applicationId ? -1 : 1));

/**
 * 核验码: tells a printed sheet from one that says something else. 16 hex digits of the SHA-256 over what the lines say,
 * in four groups as people read them.
 */
export function sheetCode(lines: readonly Pick<SheetLine, 'applicationId' | 'status' | 'opinion'>[]): string {
  const said = lines.map(({ applicationId, status, opinion = '' }) => [applicationId, status, opinion]);
  return sha256Hex(canonicalJson(said)).slice(0, 16).match(/.{4}/g)?.join(' ') ?? '';
}
