import { html, type Markup } from '../html.ts';
import { box, type ChartFrame, drawing, fitting, LINE, label, line, WIDTH } from './drawing.ts';

export interface Bar {
  label: string;
  /** Stacked from the left; classes `s1` to `s4`. */
  parts: { css: string; value: number }[];
  /** At the end of the label's line. */
  note: string;
}

const BAR = 12;
const ROW = LINE + BAR + 8;

/** Bars from the left, each below its label: names of any length have room on a telephone. */
export function barChart(frame: ChartFrame, bars: readonly Bar[]): Markup {
  const totals = bars.map(({ parts }) => parts.reduce((sum, { value }) => sum + value, 0));
  const most = Math.max(1, ...totals);
  const rows = bars.map(({ label: name, parts, note }, i) => {
    const y = i * ROW;
    let x = 0;
    const drawn = parts.map(({ css, value }) => {
      const width = (value / most) * WIDTH;
      const part = box(x, y + LINE, width, BAR, css);
      x += width;
      return part;
    });
    return html`${label(0, y + LINE - 4, fitting(name, WIDTH - 110))}${label(WIDTH, y + LINE - 4, note, 'end')}${line(0, y + LINE + BAR, WIDTH, y + LINE + BAR, 'rule')}${drawn}`;
  });
  return drawing(frame, Math.max(1, bars.length) * ROW, html`${rows}`);
}
