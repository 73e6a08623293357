import type { Text } from '../english/texts.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { table, tag, titled } from '../parts.ts';
import { sumOf } from '../sums.ts';
import type { ApplicationView } from './task-view.ts';

/** One figure as it was declared and as the register has it. */
interface Compared {
  what: Text;
  declared: string;
  registered: string;
}

const level = (n: number): string => t('{n} 级', { n });

/** Names are written with and without spaces, in full-width and plain brackets. */
const tidy = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '');

function comparedOf({ application, manifest, pilot, provider }: ApplicationView): Compared[] {
  const registered = pilot ?? provider;
  if (registered === null) return [];
  const rows: Compared[] = [{ what: '单位名称', declared: application.name, registered: registered.name }];
  if (manifest.category !== 'benchmark-enterprise' || pilot === null) return rows;
  const invoiced = manifest.invoices.reduce((total, { amountFen }) => total + amountFen, 0);
  return [
    ...rows,
    { what: '数字化水平等级', declared: level(manifest.declaredLevel), registered: level(pilot.level) },
    { what: '改造投入', declared: sumOf(manifest.declaredInvestmentFen), registered: sumOf(pilot.investmentFen) },
    { what: '发票合计', declared: sumOf(invoiced), registered: sumOf(pilot.investmentFen) },
  ];
}

/** 五(二), 三(一): what the application says beside what the register has, differences marked. The register counts. */
export function compared(view: ApplicationView): Markup | null {
  const rows = comparedOf(view);
  if (rows.length === 0) return null;
  return table(
    t('申报内容与台账对照，不一致的以台账为准'),
    titled('项目', '申报', '台账', '对照'),
    rows.map(({ what, declared, registered }) => [
      t(what),
      asWritten(declared),
      asWritten(registered),
      tidy(declared) === tidy(registered) ? tag('good', t('一致')) : html`${tag('bad', t('不一致'))}`,
    ]),
  );
}
