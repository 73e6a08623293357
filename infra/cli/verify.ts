import { yuan } from '../../shared/domain/money.ts';
import { type Verified, verifyDocument, verifyLines } from '../../shared/export/lines/verify.ts';
import { readExport } from './documents.ts';
import { isLines, linesOfFile } from './export-lines.ts';
import type { Said } from './round.ts';

/** Recomputes every figure of an export, by nothing but the file: one line when all agree, else one for each difference. */
export function verified(path: string): Said {
  return said(isLines(path) ? verifyLines(linesOfFile(path)) : verifyDocument(readExport(path)));
}

function said({ counts, differences }: Verified): Said {
  const { applications, sheets, awards, amountFen } = counts;
  const looked = `申报 ${applications} 件，评分表 ${sheets} 份，奖补 ${awards} 项共 ${yuan(amountFen)}（${amountFen} 分）`;
  if (differences.length === 0)
    return { text: `重算一致：${looked}，得分、名次、金额、名额、上限与收支均与记录相符。\n`, good: true };
  const lines = differences.map((one) => `- ${one}\n`).join('');
  return { text: `重算不一致，共 ${differences.length} 处（${looked}）：\n${lines}`, good: false };
}
