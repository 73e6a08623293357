import type { Text } from './english/texts.ts';
import { html, type Markup } from './html.ts';
import { t } from './language.ts';
import { facts } from './parts.ts';
import { beijing } from './time.ts';

/** What stands above a printed page and on no screen: of which records it is, and when the server made it. */
export const paperHead = (ids: [name: Text, id: string | Markup][], madeAt: string): Markup =>
  html`<div class="paper">${facts([...ids.map(([name, id]): [string, string | Markup] => [t(name), id]), [t('制表时间'), beijing(madeAt)]])}</div>`;

/** Lines to be written on by hand, below a printed page; the last is for the date. */
export const signature = (...lines: Text[]): Markup =>
  html`<div class="signature">${[...lines, '日期：' as const].map((line) => html`<p>${t(line)}</p>`)}</div>`;
