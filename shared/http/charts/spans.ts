import { html, type Markup } from '../html.ts';
import { box, type ChartFrame, drawing, fitting, LINE, label, line, scale, WIDTH } from './drawing.ts';

export interface Span {
  label: string;
  note: string;
  /** Milliseconds since 1970; null where it has not begun. */
  from: number | null;
  to: number | null;
  /** When it is to end. */
  due: number | null;
  css: string;
}

const ROW = LINE + 20;
/** At the right, beside what lasted: the notes. */
const NOTES = 84;

/** What lasted from when to when, one a row, with a line for now. */
export function spanChart(frame: ChartFrame, spans: readonly Span[], now: { at: number; text: string }): Markup {
  const times = spans.flatMap(({ from, to, due }) => [from, to, due].filter((one) => one !== null));
  const x = scale([Math.min(now.at, ...times), Math.max(now.at, ...times)], [2, WIDTH - NOTES]);
  const top = LINE + 6;
  const bottom = top + spans.length * ROW;
  const rows = spans.map(({ label: name, note, from, to, due, css }, i) => {
    const y = top + i * ROW;
    const bar = y + LINE + 2;
    const done =
      from === null ? null : box(x(from), bar, Math.max(2, x(to ?? Math.max(now.at, from)) - x(from)), 10, css);
    const ahead =
      from === null || due === null || to !== null || due < now.at
        ? null
        : box(x(now.at), bar + 3, x(due) - x(now.at), 4, 'extent');
    return html`${label(0, y + LINE - 3, fitting(name, 150))}${label(WIDTH, y + LINE - 3, note, 'end')}${line(0, bar + 10, WIDTH, bar + 10, 'rule')}${done}${ahead}${due === null ? null : line(x(due), bar - 2, x(due), bar + 12, 'mark')}`;
  });
  const right = x(now.at) > WIDTH / 2;
  const today = html`${line(x(now.at), 4, x(now.at), bottom, 'mark two')}${label(x(now.at) + (right ? -4 : 4), LINE - 3, now.text, right ? 'end' : 'start')}`;
  return drawing(frame, bottom, html`${today}${rows}`);
}
