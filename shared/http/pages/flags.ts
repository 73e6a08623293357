import type { Policy } from '../../policy/schema.ts';
import type { ApplicationRecord, FlagRecord } from '../../schemas/records.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { FLAG_GONE, FLAG_TITLES } from '../labels.ts';
import { t, tm } from '../language.ts';
import { table, tag, titled } from '../parts.ts';
import { recorded } from '../recorded.ts';
import { beijing } from '../time.ts';
import { categoryTitle } from './console/frame.ts';

/** A flag as an officer sees it, with the counterpart named. Neither applicants nor experts see any. */
export interface ShownFlag {
  flag: FlagRecord;
  counterpart: Pick<ApplicationRecord, 'name' | 'title' | 'category' | 'applicationNo'>;
}

function counterpartText({ counterpart }: ShownFlag, policy: Policy): Markup {
  const { name, title, category, applicationNo } = counterpart;
  const what = title === name ? '' : `“${title}”`;
  return tm('{applicant}（{category}，申报序号 {no}）', {
    applicant: asWritten(`${name}${what}`),
    category: categoryTitle(policy, category),
    no: applicationNo,
  });
}

const standing = ({ gone }: FlagRecord): Markup =>
  gone === null ? tag('warn', t('请核实')) : html`${tag('plain', t(FLAG_GONE[gone.why]))} ${beijing(gone.at)}`;

/**
 * What an application has in common with others: those that stand first. Where several applications are shown, `whose`
 * says which one each is about.
 */
export function flagTable(flags: ShownFlag[], policy: Policy, whose?: (flag: FlagRecord) => string): Markup {
  if (flags.length === 0) return html`<p>${t('与本批次其他申报没有相同之处。')}</p>`;
  const sorted = flags.toSorted((a, b) => Number(a.flag.gone !== null) - Number(b.flag.gone !== null));
  const columns = titled('提示', '涉及的另一申报', '依据', '方案条款', '状态');
  return table(
    t('系统比对各申报的结果，只是提示，不是结论，由审查人员核实'),
    whose === undefined ? columns : [...titled('申报'), ...columns],
    sorted.map((shown) => {
      const { flag } = shown;
      const cells = [
        t(FLAG_TITLES[flag.code]),
        counterpartText(shown, policy),
        recorded(flag.evidence),
        asWritten(flag.clause),
        standing(flag),
      ];
      return whose === undefined ? cells : [asWritten(whose(flag)), ...cells];
    }),
  );
}
