import type { Text } from './english/texts.ts';
import { html, type Markup } from './html.ts';
import { t } from './language.ts';

export type Tone = 'plain' | 'good' | 'warn' | 'bad';

type Cell = string | number | Markup | null;
export type Fact = [name: string, value: Cell];

export interface Column {
  title: string;
  numeric?: boolean;
}

/** Columns of text, by their titles. */
export const titled = (...titles: Text[]): Column[] => titles.map((title) => ({ title: t(title) }));

export const panel = (tone: Tone, content: Markup): Markup => html`<div class="panel ${tone}">${content}</div>`;

export const tag = (tone: Tone, text: string): Markup => html`<span class="tag ${tone}">${text}</span>`;

/** Names and values. */
export const facts = (rows: Fact[]): Markup =>
  html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value ?? '—'}</dd>`)}</dl>`;

/**
 * A table that scrolls by itself on a narrow screen; it can take the focus so that the keyboard can scroll it. A column
 * that is empty (`''`) in every row is left out.
 */
export function table(caption: string, columns: Column[], rows: Cell[][]): Markup {
  const shown = columns.flatMap(({ title, numeric }, i) =>
    rows.length > 0 && rows.every((row) => row[i] === '') ? [] : [{ title, i, css: numeric === true ? 'number' : '' }],
  );
  return html`<div class="table" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${shown.map(({ title, css }) => html`<th scope="col" class="${css}">${title}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${shown.map(({ i, css }) => html`<td class="${css}">${row[i] ?? '—'}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

/** Default that the plan does not state: people see that it still has to be confirmed. */
export const proposalMark = (proposal: boolean): Markup | null =>
  proposal ? html` <span class="proposal">${t('（待主管部门确认）')}</span>` : null;
