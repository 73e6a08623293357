import { yuan } from '../../shared/domain/money.ts';
import { wholeOf } from '../../shared/export/lines/whole.ts';
import { completedDocument, isOlder, OLDER_SCHEMAS, olderRefused } from '../../shared/export/older.ts';
import { EXPORT_SCHEMA, RoundExport } from '../../shared/export/schema.ts';
import { type Counts, summarise } from '../../shared/export/summary.ts';
import { ROUND_STAGES } from '../../shared/http/labels.ts';
import { CliError } from './errors.ts';
import { isLines, linesOfFile } from './export-lines.ts';
import { readJson } from './files.ts';
import { table } from './print.ts';

/** The whole of an export, in one document or in lines. @throws CliError cli.export-older, cli.not-an-export with what does not fit, export.… of a line */
export function readExport(path: string): RoundExport {
  if (isLines(path)) return wholeOf(linesOfFile(path)).exported;
  const document = readJson(path);
  const parsed = RoundExport.safeParse(completedDocument(document));
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || '(root)'} ${issue.message}`);
  if (isOlder(document))
    throw new CliError(
      'cli.export-older',
      `文件 ${path} ${olderRefused(OLDER_SCHEMAS.join('、'), faults.join('；'))}。`,
    );
  throw new CliError('cli.not-an-export', `文件 ${path} 不是 ${EXPORT_SCHEMA} 导出文件：\n${faults.join('\n')}`);
}

const COLUMNS: [string, (counts: Counts) => string][] = [
  ['邀请', ({ invited }) => `${invited}`],
  ['收到', ({ received }) => `${received}`],
  ['未受理', ({ refused }) => `${refused}`],
  ['符合条件', ({ eligible }) => `${eligible}`],
  ['推荐', ({ recommended }) => `${recommended}`],
  ['评分', ({ scored }) => `${scored}`],
  ['入围', ({ shortlisted }) => `${shortlisted}`],
  ['异议', ({ objected }) => `${objected}`],
  ['获奖', ({ awarded }) => `${awarded}`],
  ['名额', ({ quota }) => `${quota}`],
  ['奖补金额', ({ amountFen }) => yuan(amountFen)],
  ['已支付', ({ paidFen }) => yuan(paidFen)],
  ['方案上限', ({ maximumFen }) => yuan(maximumFen)],
];

/** A round in figures, for a terminal. */
export function summaryText(exported: RoundExport): string {
  const { title, stage, categories, total, reconciliation } = summarise(exported);
  const row = (name: string, counts: Counts) => [name, ...COLUMNS.map(([, show]) => show(counts))];
  const why = Object.entries(total.refusedWhy).map(([code, count]) => [code, `${count}`]);
  return [
    `${title}\n${ROUND_STAGES[stage]}\n`,
    table(
      ['类别', ...COLUMNS.map(([header]) => header)],
      [...categories.map((one) => row(one.title, one)), row('合计', total)],
    ),
    ...(why.length === 0 ? [] : [table(['未受理原因', '件数'], why)]),
    table(
      ['对账', '笔数', '金额'],
      reconciliation.rows.map(({ name, count, fen }) => [name, `${count}`, yuan(fen)]),
    ),
  ].join('\n');
}
