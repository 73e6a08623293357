import { unzipSync } from 'fflate';
import readXlsxFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { taskPage } from '../../../shared/http/pages/task.ts';
import { planWorkbook } from '../../../shared/http/plan-workbook.ts';
import { formsOf } from './markup.ts';
import { plan, policy, viewOf } from './views.ts';

const FORM = {
  action: '/tasks/x',
  csrf: 'c',
  state: { values: {}, errors: [] },
  draft: null,
  script: null,
  work: null,
};
const pageOf = (change: Partial<typeof plan> = {}) => {
  const view = viewOf('approve-plan');
  return String(taskPage({ ...view, details: { ...plan, ...change } }, FORM, '2025-11-21T00:00:00.000Z'));
};
const wordsOf = (page: string) => page.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('the page of a disbursement plan', () => {
  const words = wordsOf(pageOf());
  test.each([
    [
      'its rule with the clause',
      '规则（方案四）：投入的 50%，每家累计不超过 500,000 元，比例与上限减去已奖补的余额取低',
    ],
    ['the versions of its registers', '试点企业及验收结果 aaaaaaaaaaaa （第 3 版，'],
    ['one that came with the round', '已奖补资金台账 aaaaaaaaaaaa （'],
    ['both readings in all', '合计 400,000 元，相差 -200,000 元，涉及 1 家'],
    ['both readings of a line', '300,000 元 100,000 元 -200,000 元'],
    ['a flag', '2025-11-01起列入失信名单（示例市中级人民法院）'],
    ['that flags are no verdicts', '仅供审批人判断，不是结论'],
    ['who waits for an account', '另有 1 项奖补没有提供收款账户，未列入本方案：乙公司 100,000 元'],
    ['the sum of a payee', '3 600,000 元'],
    ['the budget with earlier plans', '1 300,000 元 500,000 元 50,000,000 元（方案测算最高） 2%'],
    ['who approved before', '王五于2025年11月20日 10:00（北京时间）已同意本方案'],
  ])('has %s', (_, said) => {
    expect(words).toContain(said);
  });

  test('carries what was shown into the decision, and leads to the workbook', () => {
    const fields = formsOf(pageOf()).flat();
    expect(fields.find(({ name }) => name === 'seen')?.value).toBe(plan.seenCode);
    expect(pageOf()).toContain('href="/tasks/x/plan.xlsx"');
  });

  test('escapes names', () => {
    const lines = plan.lines.map((one) => ({ ...one, name: '<script>甲' }));
    expect(pageOf({ lines, first: { byName: '<b>王', at: plan.seen.at, reason: '<i>' } })).not.toMatch(
      /<script>甲|<b>王|<i>/,
    );
  });

  test('says that there is nothing to see', () => {
    const words = wordsOf(pageOf({ seen: { ...plan.seen, flags: [] }, accountless: [], first: null, earlier: [] }));
    expect(words).toContain('没有需要提示的事项');
    expect(words).not.toContain('未列入本方案');
  });
});

describe('the workbook of a plan', () => {
  const bytes = planWorkbook(
    { ...plan, lines: plan.lines.map((one) => ({ ...one, name: '=HYPERLINK("x")' })) },
    policy,
  );
  const rows = async () => {
    const [sheet] = await readXlsxFile(await bytes);
    return sheet?.data ?? [];
  };

  test('has the columns of a finance office, subtotals by category and a total, in 元', async () => {
    const [title, head, ...lines] = await rows();
    expect(title?.[0]).toMatch(/资金拨付方案（第 2 号）$/);
    expect(head?.map((cell) => String(cell).slice(0, 4))).toEqual([
      '序号',
      '单位名称',
      '统一社会',
      '类别',
      '项目名称',
      '名次',
      '核定投入',
      '已奖补（',
      '计算依据',
      '拨付金额',
      '备注',
    ]);
    expect(lines.map((row) => [row[0], row[1], row[9]])).toEqual([
      [1, '=HYPERLINK("x")', 300_000],
      [null, '深度改造标杆企业 小计', 300_000],
      [2, '=HYPERLINK("x")', 100_000],
      [null, '优秀解决方案和产品 小计', 100_000],
      [3, '=HYPERLINK("x")', 200_000],
      [null, '“链式”数字化转型典型案例 小计', 200_000],
      [null, '合计', 600_000],
    ]);
    expect(lines[0]?.slice(6, 9)).toEqual([600_000, 200_000, '两者取低：300,000 元']);
    expect(String(lines[0]?.[10])).toContain(`编号 ${plan.lines[0]?.awardId}；列入失信名单：2025-11-01`);
  });

  test('has no formula, whatever a name begins with, and sums as numbers with two decimals', async () => {
    const parts = unzipSync(new Uint8Array(await bytes));
    const text = Object.entries(parts)
      .filter(([name]) => name.endsWith('.xml'))
      .map(([name, part]) => [name, new TextDecoder().decode(part)] as const);
    expect(text.filter(([name, xml]) => name.includes('worksheets') && /<f[ >]/.test(xml))).toEqual([]);
    expect(text.some(([, xml]) => xml.includes('#,##0.00'))).toBe(true);
  });
});
