import { html, type Markup } from '../html.ts';
import { box, type ChartFrame, drawing, LINE, label, line, px, scale, ticks, WIDTH } from './drawing.ts';

export interface Mark {
  at: number;
  text: string;
  css: 'mark' | 'mark two';
}

const LEFT = 34;
const HEIGHT = 130;
const RIGHT = WIDTH - 10;

/** How many fall into each bin, with lines at what matters; each line's text has a line of its own above the bars. */
export function histogram(
  frame: ChartFrame,
  bins: readonly { from: number; to: number; count: number }[],
  marks: readonly Mark[],
): Markup {
  const top = LINE * marks.length + 6;
  const from = bins[0]?.from ?? 0;
  const to = bins.at(-1)?.to ?? 1;
  const steps = ticks(Math.max(0, ...bins.map(({ count }) => count)));
  const x = scale([from, to], [LEFT, RIGHT]);
  const y = scale([0, steps.at(-1) ?? 1], [top + HEIGHT, top]);
  const bottom = y(0);
  const height = (i: number) => LINE * (i + 1) - 3;
  // No line through another's text: all texts come after all lines.
  const lines = marks.map(({ at, css }, i) => line(x(at), height(i) - 10, x(at), bottom, css));
  const texts = marks.map(({ at, text }, i) => {
    const right = x(at) > WIDTH / 2;
    return label(x(at) + (right ? -4 : 4), height(i), text, right ? 'end' : 'start');
  });
  const content = html`${steps.map((step) => html`${line(LEFT, y(step), RIGHT, y(step), 'rule')}${label(LEFT - 6, y(step) + 4, px(step), 'end')}`)}
${bins.map((bin) => box(x(bin.from) + 0.5, y(bin.count), x(bin.to) - x(bin.from) - 1, bottom - y(bin.count), 's1'))}
${[0, 1, 2, 3, 4].map((i) => {
  const at = from + ((to - from) * i) / 4;
  return label(x(at), bottom + LINE, px(at), i === 4 ? 'end' : 'middle');
})}
${lines}${texts}`;
  return drawing(frame, bottom + LINE + 6, content);
}
