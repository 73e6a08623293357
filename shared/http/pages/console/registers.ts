import { SHEETS } from '../../../registers/columns.ts';
import type { RegisterImportRecord, RoundRecord } from '../../../schemas/records.ts';
import type { RegisterKind } from '../../../schemas/registers.ts';
import { html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { told } from '../../own.ts';
import { table, tag } from '../../parts.ts';
import { beijing } from '../../time.ts';
import { type Console, consolePage } from './frame.ts';

export interface RegistersView {
  pinned: RoundRecord['registers'];
  current: readonly [RegisterKind, RegisterImportRecord | null][];
}

/** What the round goes by, beside what is current now. */
export function pinnedRegistersPage(console: Console, { pinned, current }: RegistersView): Markup {
  const columns = [
    { title: t('台账') },
    { title: t('本批次固定的版本') },
    { title: t('现行第几版'), numeric: true },
    { title: t('导入时间') },
    { title: t('与本批次') },
  ];
  const rows = current.map(([kind, found]) => [
    told(SHEETS[kind].title),
    html`<code>${pinned[kind].slice(0, 12)}</code>`,
    found?.no ?? t('尚未导入'),
    found === null ? null : beijing(found.at),
    found === null ? null : found.version === pinned[kind] ? tag('good', t('相同')) : tag('warn', t('不同')),
  ]);
  const body = html`<p class="lead">${t('本批次以启动时固定的版本为准，之后导入的版本不影响本批次。导入台账请用台账页面的链接。')}</p>
${table(t('台账版本'), columns, rows)}`;
  return consolePage(console, '/registers', t('台账版本'), body);
}
