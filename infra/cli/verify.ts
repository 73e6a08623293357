import { statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { yuan } from '../../shared/domain/money.ts';
import { type Verified, verifyDocument, verifyFigures, verifyLines } from '../../shared/export/lines/verify.ts';
import { readExport } from './documents.ts';
import { figureLinesOfFile, isLines, linesOfFile } from './export-lines.ts';
import type { Said } from './round.ts';
import { drawInThread } from './verify-thread.ts';

/** From this size on a second thread is worth its start. */
const TWO_THREADS_BYTES = 50_000_000;

const HEAP_GROWING_PERCENT = 25;

/** Recomputes every figure of an export, by nothing but the file: one line when all agree, else one for each difference. */
export async function verified(path: string): Promise<Said> {
  if (!isLines(path)) return said(verifyDocument(readExport(path)));
  const large = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return said(large < TWO_THREADS_BYTES ? verifyLines(linesOfFile(path)) : await verifiedInHalves(path));
}

/**
 * Reads the file twice at a time: a thread of its own parses every line by its schema, hashes the bytes and looks at the draw; this one
 * takes the lines as they are and looks at the figures. Only when the first found every line well is anything said of the second.
 * @throws CliError cli.file-missing, BadLine
 */
export async function verifiedInHalves(path: string): Promise<Verified> {
  // On a machine with much memory the engine would let the heap grow to twice what is needed before it looks for what is not.
  setFlagsFromString(`--heap-growing-percent=${HEAP_GROWING_PERCENT}`);
  const draw = drawInThread(path);
  const figures = attempted(() => verifyFigures(figureLinesOfFile(path)));
  const { draw: ofDraw, seal } = await draw;
  const { counts, differences } = figures();
  return { counts, differences: [...ofDraw, ...differences, ...seal] };
}

/** Does it now; what it threw is thrown when it is asked for. */
function attempted<T>(work: () => T): () => T {
  try {
    const done = work();
    return () => done;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

function said({ counts, differences }: Verified): Said {
  const { applications, sheets, awards, amountFen } = counts;
  const looked = `申报 ${applications} 件，评分表 ${sheets} 份，奖补 ${awards} 项共 ${yuan(amountFen)}（${amountFen} 分）`;
  if (differences.length === 0)
    return { text: `重算一致：${looked}，得分、名次、金额、名额、上限与收支均与记录相符。\n`, good: true };
  const lines = differences.map((one) => `- ${one}\n`).join('');
  return { text: `重算不一致，共 ${differences.length} 处（${looked}）：\n${lines}`, good: false };
}
