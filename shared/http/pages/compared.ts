import { yuan } from '../../domain/money.ts';
import { html, type Markup } from '../html.ts';
import { table, tag } from '../parts.ts';
import type { ApplicationView } from './task-view.ts';

/** One figure as it was declared and as the register has it. */
interface Compared {
  what: string;
  declared: string;
  registered: string;
}

/** Names are written with and without spaces, in full-width and plain brackets. */
const tidy = (text: string): string => text.normalize('NFKC').replaceAll(/\s/g, '');

function comparedOf({ application, manifest, pilot, provider }: ApplicationView): Compared[] {
  const registered = pilot ?? provider;
  if (registered === null) return [];
  const rows = [{ what: '单位名称', declared: application.name, registered: registered.name }];
  if (manifest.category !== 'benchmark-enterprise' || pilot === null) return rows;
  const invoiced = manifest.invoices.reduce((total, { amountFen }) => total + amountFen, 0);
  return [
    ...rows,
    { what: '数字化水平等级', declared: `${manifest.declaredLevel} 级`, registered: `${pilot.level} 级` },
    { what: '改造投入', declared: yuan(manifest.declaredInvestmentFen), registered: yuan(pilot.investmentFen) },
    { what: '发票合计', declared: yuan(invoiced), registered: yuan(pilot.investmentFen) },
  ];
}

/** 五(二), 三(一): what the application says beside what the register has, differences marked. The register counts. */
export function compared(view: ApplicationView): Markup | null {
  const rows = comparedOf(view);
  if (rows.length === 0) return null;
  return table(
    '申报内容与台账对照，不一致的以台账为准',
    [{ title: '项目' }, { title: '申报' }, { title: '台账' }, { title: '对照' }],
    rows.map(({ what, declared, registered }) => [
      what,
      declared,
      registered,
      tidy(declared) === tidy(registered) ? tag('good', '一致') : html`${tag('bad', '不一致')}`,
    ]),
  );
}
