import type { Policy } from '../../policy/schema.ts';
import type { ApplicationRecord, FlagRecord } from '../../schemas/records.ts';
import { html, type Markup } from '../html.ts';
import { FLAG_GONE, FLAG_TITLES } from '../labels.ts';
import { table, tag } from '../parts.ts';
import { beijing } from '../time.ts';

/** A flag as an officer sees it, with the counterpart named. Neither applicants nor experts see any. */
export interface ShownFlag {
  flag: FlagRecord;
  counterpart: Pick<ApplicationRecord, 'name' | 'title' | 'category' | 'applicationNo'>;
}

function counterpartText({ counterpart }: ShownFlag, policy: Policy): string {
  const { name, title, category, applicationNo } = counterpart;
  const what = title === name ? '' : `“${title}”`;
  return `${name}${what}（${policy.categories[category].title}，申报序号 ${applicationNo}）`;
}

const standing = ({ gone }: FlagRecord): Markup =>
  gone === null ? tag('warn', '请核实') : html`${tag('plain', FLAG_GONE[gone.why])} ${beijing(gone.at)}`;

/**
 * What an application has in common with others: those that stand first. Where several applications are shown, `whose`
 * says which one each is about.
 */
export function flagTable(flags: ShownFlag[], policy: Policy, whose?: (flag: FlagRecord) => string): Markup {
  if (flags.length === 0) return html`<p>与本批次其他申报没有相同之处。</p>`;
  const sorted = flags.toSorted((a, b) => Number(a.flag.gone !== null) - Number(b.flag.gone !== null));
  const columns = [
    { title: '提示' },
    { title: '涉及的另一申报' },
    { title: '依据' },
    { title: '方案条款' },
    { title: '状态' },
  ];
  return table(
    '系统比对各申报的结果，只是提示，不是结论，由审查人员核实',
    whose === undefined ? columns : [{ title: '申报' }, ...columns],
    sorted.map((shown) => {
      const { flag } = shown;
      const cells = [
        FLAG_TITLES[flag.code],
        counterpartText(shown, policy),
        flag.evidence,
        flag.clause,
        standing(flag),
      ];
      return whose === undefined ? cells : [whose(flag), ...cells];
    }),
  );
}
