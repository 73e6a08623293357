import { recomputedCertificates } from '../../shared/export/recompute/certificates.ts';
import { recomputedRanking } from '../../shared/export/recompute/ranking.ts';
import { recomputedScores } from '../../shared/export/recompute/scores.ts';
import type { RoundExport } from '../../shared/export/schema.ts';
import { cutText } from '../../shared/http/pages/console/certificate.ts';
import type { Category } from '../../shared/schemas/basics.ts';
import type { Certificate } from '../../shared/schemas/certificate.ts';
import { readExport } from './documents.ts';
import { CliError } from './errors.ts';
import { table } from './print.ts';
import type { Said } from './round.ts';

/**
 * The certificate of a category, made anew from the export: as JSON, or in words. Not good when the export has another one.
 * @throws CliError certificate.no-ranking before the category is ranked
 */
export function certificateOf(asked: { file: string; category: Category; text?: boolean | undefined }): Said {
  const { file, category, text } = asked;
  const exported = readExport(file);
  const scores = recomputedScores(exported);
  const made = recomputedCertificates(exported, scores, recomputedRanking(exported, scores));
  const own = made.find((one) => one.category === category);
  if (own === undefined)
    throw new CliError('certificate.no-ranking', `${exported.policy.categories[category].title}尚未排名，没有证书。`);
  const recorded = exported.certificates.find((one) => one.category === category);
  if (recorded?.sha256 !== own.sha256)
    return {
      text: `certificate.differs: 导出文件中的证书与重算不一致：记录为 ${recorded?.sha256 ?? '无'}，重算为 ${own.sha256}。逐项差异见 verify。\n`,
      good: false,
    };
  return { text: text === true ? inWords(exported, own) : `${JSON.stringify(own, null, 1)}\n`, good: true };
}

function inWords({ applications, policy }: RoundExport, made: Certificate): string {
  const names = new Map(applications.map(({ applicationId, name }) => [applicationId, name]));
  const rows = made.places.map(({ rank, applicationId, shown, state, apartBy }) => [
    ...[`${rank}`, names.get(applicationId) ?? '', applicationId],
    ...[shown, state, apartBy ?? ''],
  ]);
  return [
    `${policy.categories[made.category].title}\n方案 ${made.policy.id} 第 ${made.policy.version} 版 ${made.policy.hash}`,
    `评分输入 ${made.inputs.sha256}\n证书 ${made.sha256}\n`,
    `${cutText(made, (id) => names.get(id) ?? id)}\n`,
    table(['名次', '申报主体', '申报编号', '得分', '状态', '排在上一名之后的原因'], rows),
  ].join('\n');
}
