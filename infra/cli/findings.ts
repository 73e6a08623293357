import { exportRound } from '../../shared/export/export.ts';
import { problemCounts } from '../../shared/export/problem-counts.ts';
import type { RoundExport } from '../../shared/export/schema.ts';
import { readExport } from './documents.ts';
import type { Place } from './place.ts';
import { table } from './print.ts';
import type { Said } from './round.ts';

/** What hinders applicants, counted by code, in a round that runs. */
export const findingsOfRound = async (place: Place, roundId: string): Promise<Said> =>
  report(await exportRound(place.table, place.evidence, roundId));

/** The same of an export file. */
export const findingsOfFile = (path: string): Said => report(readExport(path));

function report(exported: RoundExport): Said {
  const counts = problemCounts(exported);
  if (counts.length === 0) return { text: '收到的申报材料包都没有问题。\n', good: true };
  const rows = counts.map(({ code, ...figures }) => [code, ...Object.values(figures).map(String)]);
  return { text: table(['问题代码', '出现次数', '涉及上传', '涉及申报', '其中尚未解决'], rows), good: true };
}
