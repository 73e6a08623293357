import type { Finding } from '../../schemas/findings.ts';
import { yuan } from '../money.ts';
import { finding, type InputOf, inPeriod, periodText, withoutRow } from './finding.ts';
import { normalInvoice } from './invoice-number.ts';

type Input = InputOf<'benchmark-enterprise'>;
type Invoice = Input['manifest']['invoices'][number];

const MOST = 10;
/** By place in the list and the number's end: enough to find it, too little to copy it. */
const named = (all: { invoice: Invoice; no: number }[]): string => {
  const some = all.slice(0, MOST).map(({ invoice, no }) => `第 ${no} 张（尾号 ${invoice.number.slice(-4)}）`);
  return all.length <= MOST ? some.join('、') : `${some.join('、')}等 ${all.length} 张`;
};
const numbered = ({ manifest }: Input) => manifest.invoices.map((invoice, i) => ({ invoice, no: i + 1 }));

/** 三(一)2: an investment within the implementation period; invoices from outside are shown to a person. */
export function invoicesInPeriod(input: Input): Finding {
  const rule = {
    rule: 'enterprise.invoices-period',
    clause: '三(一)2',
    title: '发票日期在试点实施期内',
    register: null,
  } as const;
  const outside = numbered(input).filter(({ invoice }) => !inPeriod(input, invoice.issuedOn));
  const evidence = `填报发票 ${input.manifest.invoices.length} 张，实施期 ${periodText(input)}`;
  if (outside.length === 0) return finding(input, rule, 'pass', evidence);
  return finding(input, rule, 'needs-person', `${evidence}，不在期内 ${outside.length} 张：${named(outside)}`);
}

/** 三(一)2: an invoice counts once. */
export function invoicesOnce(input: Input): Finding {
  const rule = {
    rule: 'enterprise.invoices-once',
    clause: '三(一)2',
    title: '发票没有重复填报',
    register: null,
  } as const;
  const seen = new Set<string>();
  const again = numbered(input).filter(({ invoice }) => {
    const number = normalInvoice(invoice.number);
    return seen.has(number) || !seen.add(number);
  });
  if (again.length === 0)
    return finding(input, rule, 'pass', `填报发票 ${input.manifest.invoices.length} 张，号码各不相同`);
  return finding(input, rule, 'needs-person', `号码与前面的发票相同：${named(again)}`);
}

/** 三(一)2: the invoices' sum against the investment that acceptance verified, which counts whatever they say. */
export function invoicesTotal(input: Input): Finding {
  const rule = {
    rule: 'enterprise.invoices-total',
    clause: '三(一)2',
    title: '发票合计与验收认定投入一致',
    register: 'pilots',
  } as const;
  const { pilot, manifest } = input;
  if (pilot === null) return withoutRow(input, rule);
  const total = manifest.invoices.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const evidence = `发票 ${manifest.invoices.length} 张合计 ${yuan(total)}，验收认定 ${yuan(pilot.investmentFen)}`;
  if (total === pilot.investmentFen) return finding(input, rule, 'pass', evidence);
  const more = total > pilot.investmentFen ? '多' : '少';
  const gap = yuan(Math.abs(total - pilot.investmentFen));
  return finding(input, rule, 'needs-person', `${evidence}，发票${more} ${gap}，以验收认定为准`);
}
