import { heldFen } from '../../../domain/ledger.ts';
import type { Policy } from '../../../policy/schema.ts';
import type { LedgerEntryRecord } from '../../../schemas/records.ts';
import { html, type Markup } from '../../html.ts';
import { t } from '../../language.ts';
import { table, titled } from '../../parts.ts';
import { sumOf } from '../../sums.ts';
import { beijing } from '../../time.ts';
import { categoryTitle } from './frame.ts';

/** 历次奖补: what one payee was awarded in all rounds of this system, and what of it counts against its cap. */
export function ledgerTable(entries: LedgerEntryRecord[], policy: Policy): Markup {
  const columns = [
    ...titled('奖补编号', '类别', '核定时间'),
    { title: t('金额'), numeric: true },
    { title: t('已追回'), numeric: true },
    { title: t('现计金额'), numeric: true },
  ];
  const rows = entries
    .toSorted((a, b) => (a.boundAt < b.boundAt ? -1 : 1))
    .map((one) => [
      html`<code>${one.awardId}</code>`,
      categoryTitle(policy, one.category),
      beijing(one.boundAt),
      sumOf(one.amountFen),
      sumOf(one.recoveredFen),
      html`${sumOf(heldFen(one))}${one.endedAt === undefined ? null : t('（已终止）')}`,
    ]);
  return table(t('本系统历次奖补'), columns, rows);
}
