import { yuan } from '../../../shared/domain/money.ts';
import type { Counts, Summary } from '../../../shared/export/summary.ts';
import { textTable } from './text-table.ts';

type Cell = (counts: Counts) => string;

const number =
  (key: Exclude<keyof Counts, 'refusedWhy'>): Cell =>
  (counts) =>
    String(counts[key]);
const money =
  (key: 'amountFen' | 'paidFen' | 'maximumFen' | 'otherReadingFen'): Cell =>
  (counts) =>
    yuan(counts[key]).replace(' 元', '');

const ROWS: [string, Cell][] = [
  ['邀请', number('invited')],
  ['收到申报', number('received')],
  ['未受理', number('refused')],
  ['符合资格', number('eligible')],
  ['补正', number('corrected')],
  ['区市推荐', number('recommended')],
  ['未获推荐', number('notRecommended')],
  ['逾期终止', number('lapsed')],
  ['已撤回', number('withdrawn')],
  ['完成评分', number('scored')],
  ['入围', number('shortlisted')],
  ['被异议', number('objected')],
  ['异议成立', number('upheld')],
  ['递补', number('movedUp')],
  ['正式公布', number('awarded')],
  ['名额上限', number('quota')],
  ['奖补金额（元）', money('amountFen')],
  ['已拨付（元）', money('paidFen')],
  ['方案最高（元）', money('maximumFen')],
];

/** Why packages were not taken, in a few words; other codes stand for themselves. */
const REASONS: Record<string, string> = {
  'package.attachment-missing': '缺少证明材料',
  'package.attachment-content': '文件内容与格式不符',
  'package.zip-truncated': '压缩包不完整',
  'package.uscc-mismatch': '信用代码与邀请不符',
  'package.category-mismatch': '类别与邀请不符',
  'package.application-no-mismatch': '申报序号与邀请不符',
  'package.manifest-field': '申报表填写有误',
  'intake.late': '逾期',
};

/** One table over the categories, with what stands behind its figures. */
export function summaryText({ title, categories, total, reconciliation }: Summary): string {
  const header = ['', ...categories.map((category) => category.title), '合计'];
  const rows = ROWS.map(([label, cell]) => [label, ...[...categories, total].map(cell)]);
  const reasons = Object.entries(total.refusedWhy).map(([code, count]) => `${REASONS[code] ?? code} ${count}`);
  return [
    title,
    '',
    textTable([header, ...rows]),
    '',
    `未受理的原因：${reasons.length === 0 ? '无' : reasons.join('，')}`,
    `累计上限若按另一种读法，奖补金额为 ${yuan(total.otherReadingFen)}（现为 ${yuan(total.amountFen)}）`,
    '',
    reconciliation.agrees ? '逐环节核对：一致' : '逐环节核对：不一致',
    textTable([
      ['环节', '笔数', '金额（元）'],
      ...reconciliation.rows.map((row) => [row.name, String(row.count), yuan(row.fen).replace(' 元', '')]),
    ]),
    ...reconciliation.differences.map((difference) => `  ${difference}`),
  ].join('\n');
}
