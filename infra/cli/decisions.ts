import { writeFileSync } from 'node:fs';
import { checkDecisions, exportDecisions } from '../../shared/export/decisions.ts';
import { DecisionsDocument } from '../../shared/schemas/decision-log.ts';
import { readExport } from './documents.ts';
import { CliError } from './errors.ts';
import { readJson } from './files.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

/** Writes the chains of decisions of a round. @throws CliError cli.file-not-written */
export async function writeDecisions(place: Place, { round, out }: { round: string; out: string }): Promise<Said> {
  const document = await exportDecisions(place.table, round);
  try {
    writeFileSync(out, `${JSON.stringify(document, null, 1)}\n`);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('cli.file-not-written', `无法写入 ${out}：${why}`, { cause: error });
  }
  const count = document.chains.reduce((sum, { entries }) => sum + entries.length, 0);
  return { text: `已写出 ${out}：${document.chains.length} 条链，${count} 个决定。\n`, good: true };
}

/** Holds chains against an export. @throws CliError cli.not-decisions */
export function checkedDecisions({ file, export: exported }: { file: string; export: string }): Said {
  const parsed = DecisionsDocument.safeParse(readJson(file));
  if (!parsed.success) throw new CliError('cli.not-decisions', `文件 ${file} 不是 awards-decisions/1 决定记录。`);
  const differences = checkDecisions(parsed.data, readExport(exported));
  if (differences.length === 0) return { text: '决定记录完整：每条链前后衔接，与导出的记录逐条一致。\n', good: true };
  const list = differences.map((one) => `- ${one}\n`).join('');
  return { text: `决定记录有 ${differences.length} 处问题：\n${list}`, good: false };
}
