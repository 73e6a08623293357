import { yuan } from '../../shared/domain/money.ts';
import { recompute } from '../../shared/export/recompute.ts';
import { readExport } from './documents.ts';
import type { Said } from './round.ts';

/** Recomputes every figure of an export, by nothing but the file: one line when all agree, else one for each difference. */
export function verified(path: string): Said {
  const exported = readExport(path);
  const { applications, sheets, awards } = exported;
  const { agrees, differences } = recompute(exported);
  const sum = awards.reduce((total, { amountFen }) => total + amountFen, 0);
  const counts = `申报 ${applications.length} 件，评分表 ${sheets.length} 份，奖补 ${awards.length} 项共 ${yuan(sum)}（${sum} 分）`;
  if (agrees) return { text: `重算一致：${counts}，得分、名次、金额、名额、上限与收支均与记录相符。\n`, good: true };
  const lines = differences.map((one) => `- ${one}\n`).join('');
  return { text: `重算不一致，共 ${differences.length} 处（${counts}）：\n${lines}`, good: false };
}
