import type { Row } from 'write-excel-file/node';
import { payeeTotals } from '../domain/plan-totals.ts';
import { type Policy, policyCategories } from '../policy/schema.ts';
import { FLAG_WORDS } from './pages/plan.ts';
import type { PlanLine, PlanView } from './pages/task-view.ts';

/** 资金拨付方案 as finance offices keep it: Chinese, sums in 元, no bank data. */
const COLUMNS = [
  { title: '序号', width: 6 },
  { title: '单位名称', width: 32 },
  { title: '统一社会信用代码', width: 22 },
  { title: '类别', width: 20 },
  { title: '项目名称', width: 30 },
  { title: '名次', width: 6 },
  { title: '核定投入（元）', width: 16 },
  { title: '已奖补（元）', width: 14 },
  { title: '计算依据', width: 60 },
  { title: '拨付金额（元）', width: 16 },
  { title: '备注', width: 40 },
] as const;

const BOLD = { fontWeight: 'bold' } as const;
const BORDER = { borderStyle: 'thin' } as const;

/** Text is text, whatever it begins with: a name that looks like a formula stays a name. */
const text = (value: string, more: object = {}): Row[number] => ({
  ...{ value, type: String, format: '@', wrap: true, alignVertical: 'top' as const },
  ...BORDER,
  ...more,
});
const whole = (value: number): Row[number] => ({ value, type: Number, alignVertical: 'top', ...BORDER });
/** 分 as 元 with two decimals. */
const yuanCell = (fen: number | null, more: object = {}): Row[number] =>
  fen === null
    ? text('')
    : { value: fen / 100, type: Number, format: '#,##0.00', alignVertical: 'top', ...BORDER, ...more };

const sum = (lines: readonly PlanLine[]) => lines.reduce((total, { amountFen }) => total + amountFen, 0);

function lineRow(no: number, line: PlanLine, category: string, flags: PlanView['seen']['flags']): Row {
  const notes = flags.filter(({ awardId }) => awardId === line.awardId);
  return [
    whole(no),
    text(line.name),
    text(line.uscc),
    text(category),
    text(line.title === line.name ? '' : line.title),
    whole(line.rank),
    yuanCell(line.investmentFen),
    yuanCell(line.pastFen),
    text(line.steps.map((step) => step.text).join('；')),
    yuanCell(line.amountFen),
    text([`编号 ${line.awardId}`, ...notes.map(({ code, evidence }) => `${FLAG_WORDS[code]}：${evidence}`)].join('；')),
  ];
}

function sumRow(title: string, lines: readonly PlanLine[]): Row {
  const blank = () => text('', BOLD);
  const cells = [blank(), text(title, BOLD), ...Array.from({ length: 7 }, blank)];
  return [...cells, yuanCell(sum(lines), BOLD), text(`${lines.length} 项`, BOLD)];
}

function categoryRows({ lines, seen }: PlanView, policy: Policy): Row[] {
  let no = 0;
  return policyCategories(policy).flatMap(([category, { title }]) => {
    const own = lines.filter((line) => line.category === category).toSorted((a, b) => a.rank - b.rank);
    if (own.length === 0) return [];
    const rows = own.map((line) => {
      no += 1;
      return lineRow(no, line, title, seen.flags);
    });
    return [...rows, sumRow(`${title} 小计`, own)];
  });
}

const titleRow = (title: string): Row => [
  { value: title, type: String, columnSpan: COLUMNS.length, align: 'center', fontSize: 14, wrap: true, ...BOLD },
  ...Array.from({ length: COLUMNS.length - 1 }, () => null),
];

/** The plan as a workbook: every line with category subtotals and the total, and payees with several awards on a second sheet. */
export async function planWorkbook(view: PlanView, policy: Policy): Promise<Buffer> {
  const head: Row = COLUMNS.map(({ title }) => text(title, { ...BOLD, backgroundColor: '#dde6f0' }));
  const several = payeeTotals(view.lines);
  const payees: Row[] = [
    ['单位名称', '统一社会信用代码', '项数', '合计金额（元）'].map((title) => text(title, BOLD)),
    ...several.map((one) => [text(one.name), text(one.uscc), whole(one.awards), yuanCell(one.fen)]),
  ];
  const plan = {
    sheet: '资金拨付方案',
    data: [
      titleRow(`${policy.title}资金拨付方案（第 ${view.planNo} 号）`),
      head,
      ...categoryRows(view, policy),
      sumRow('合计', view.lines),
    ],
    columns: COLUMNS.map(({ width }) => ({ width })),
    stickyRowsCount: 2,
    orientation: 'landscape' as const,
  };
  const own = { sheet: '有多项奖补的单位', data: payees, columns: [32, 22, 8, 18].map((width) => ({ width })) };
  const { default: writeWorkbookFile } = await import('write-excel-file/node');
  return writeWorkbookFile(several.length === 0 ? [plan] : [plan, own]).toBuffer();
}
