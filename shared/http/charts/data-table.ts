import { html, type Markup } from '../html.ts';
import { t } from '../language.ts';
import { type Column, table } from '../parts.ts';

/** The figures behind a drawing: shown beside it, and taken away as CSV or Excel, all from this one. */
export interface DataTable {
  /** In addresses and file names. */
  name: string;
  title: string;
  columns: Column[];
  rows: (string | number | null)[][];
}

const downloads = (name: string, base: string): Markup =>
  html`<p class="noprint">${t('下载数据：')}<a href="${base}/tables/${name}.csv">CSV</a> · <a href="${base}/tables/${name}.xlsx">Excel</a></p>`;

/** A table with its downloads. @param base the console's address */
export const dataTable = (data: DataTable, base: string): Markup =>
  html`${table(data.title, data.columns, data.rows)}${downloads(data.name, base)}`;

/** A drawing with its figures. */
export const figure = (drawn: Markup, data: DataTable, base: string): Markup =>
  html`<figure class="diagram"><figcaption>${data.title}</figcaption>${drawn}
<details><summary>${t('数据表')}</summary>${table(data.title, data.columns, data.rows)}</details>${downloads(data.name, base)}</figure>`;
