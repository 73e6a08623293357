import { type LookedAgain, lookResults } from '../../../domain/diagnostics-looks.ts';
import type { Policy } from '../../../policy/schema.ts';
import { type DataTable, dataTable } from '../../charts/data-table.ts';
import { html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { type Fact, panel, titled } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { categoryTitle } from './frame.ts';
import type { Naming } from './people.ts';
import type { OpenTaskView } from './tasks.ts';

const numeric = (title: string) => ({ title, numeric: true });

/** 复核打分: whose panels look again now, and how many experts have not answered. No points before all experts are done. */
export function looksTable({ tasks, naming }: { tasks: OpenTaskView[]; naming: Naming }): DataTable {
  const open = tasks.filter(({ kind }) => kind === 'second-look');
  const own = Map.groupBy(open, ({ applicationId }) => applicationId ?? '');
  return {
    name: 'open-second-looks',
    title: t('评分复核：正在复核的申报'),
    columns: [...titled('申报编号', '申报主体', '截止时间'), numeric(t('未办理（人）'))],
    rows: [...own]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, looks]) => [
        id,
        naming.firms.get(id)?.name ?? null,
        beijing(
          looks
            .map(({ deadline }) => deadline)
            .toSorted()
            .at(-1) ?? '',
        ),
        looks.length,
      ]),
  };
}

/** What second looks changed. */
export interface LookedView {
  policy: Policy;
  looked: LookedAgain[];
  names: ReadonlyMap<string, { name: string; title: string }>;
}

/** Before and after, by application. */
export const lookedTable = ({ policy, looked, names }: LookedView): DataTable => ({
  name: 'second-looks',
  title: t('评分复核前后'),
  columns: [
    ...titled('申报主体', '申报名称', '类别'),
    ...[t('复核（人）'), t('修改（人）'), t('复核前得分'), t('复核后得分'), t('复核前分差'), t('复核后分差')].map(
      numeric,
    ),
    { title: t('超过复核线') },
  ],
  rows: looked.map((one) => [
    names.get(one.applicationId)?.name ?? one.applicationId,
    names.get(one.applicationId)?.title ?? null,
    categoryTitle(policy, one.category),
    one.asked,
    one.revised,
    one.before.shown,
    one.after.shown,
    one.before.spread,
    one.after.spread,
    one.stays ? t('是') : t('否'),
  ]),
});

/** Nothing where the policy asks for no second look, or no sheets lay far apart. */
export function lookedPart(view: LookedView, base: string): Markup | null {
  if (view.looked.length === 0) return null;
  const { applications, asked, revised, closer } = lookResults(view.looked);
  return html`<h2>${t('评分复核')}</h2>
${panel('plain', html`<p>${t('{applications} 件申报的评分经过复核：请 {asked} 人次复核，{revised} 人次修改了评分；复核后 {closer} 件不再超过复核线。', { applications, asked, revised, closer })}</p>`)}
${dataTable(lookedTable(view), base)}`;
}

/** What one application's story tells of it. */
export const lookFacts = ({ asked, revised, before }: LookedAgain): Fact[] => [
  [t('评分复核'), t('请 {asked} 人复核，{revised} 人修改', { asked, revised })],
  [t('复核前得分'), before.shown],
  [t('复核前分差'), before.spread],
];
