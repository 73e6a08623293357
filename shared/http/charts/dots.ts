import { html, type Markup } from '../html.ts';
import { box, type ChartFrame, drawing, fitting, LINE, label, line, px, scale, WIDTH } from './drawing.ts';
import type { Mark } from './histogram.ts';

export interface Dot {
  label: string;
  value: number;
  /** Ends of the bar through the dot, where it has an extent. */
  least?: number;
  most?: number;
  note: string;
  css: string;
}

const ROW = LINE + 20;
/** What is noted at the end of a row stands beside the scale: no line goes through it. */
const [LEFT, RIGHT] = [8, WIDTH - 60];

/** A dot a row, each below its label, on a common scale with lines at what matters. */
export function dotChart(frame: ChartFrame, dots: readonly Dot[], marks: readonly Mark[]): Markup {
  const values = [
    ...dots.flatMap(({ value, least = value, most = value }) => [least, most, value]),
    ...marks.map(({ at }) => at),
  ];
  const [from, to] = [Math.floor(Math.min(...values, 0)), Math.ceil(Math.max(...values, 1))];
  // Scores lie close together, far from zero: the scale begins where they do.
  const begin = from === 0 && Math.min(...values) > 10 ? Math.floor(Math.min(...values)) - 1 : from;
  const x = scale([begin, to], [LEFT, RIGHT]);
  const top = LINE * marks.length + 6;
  const bottom = top + dots.length * ROW;
  const rows = dots.map(({ label: name, value, least, most, note, css }, i) => {
    const y = top + i * ROW;
    const middle = y + LINE + 8;
    const extent =
      least === undefined || most === undefined ? null : box(x(least), middle - 2, x(most) - x(least), 4, 'extent');
    return html`${label(0, y + LINE - 3, fitting(name, WIDTH - 120))}${label(WIDTH, y + LINE - 3, note, 'end')}${line(LEFT, middle, RIGHT, middle, 'rule')}${extent}<circle cx="${px(x(value))}" cy="${px(middle)}" r="5" class="${css}"/>`;
  });
  const lines = marks.map(({ at, text, css }, i) => {
    const height = LINE * (i + 1) - 3;
    const right = x(at) > WIDTH / 2;
    return html`${line(x(at), height - 10, x(at), bottom, css)}${label(x(at) + (right ? -4 : 4), height, text, right ? 'end' : 'start')}`;
  });
  const axis = html`${label(LEFT, bottom + LINE, px(begin))}${label(RIGHT, bottom + LINE, px(to), 'end')}`;
  return drawing(frame, bottom + LINE + 6, html`${lines}${rows}${axis}`);
}
