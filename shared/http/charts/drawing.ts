import { html, type Markup } from '../html.ts';

/**
 * Charts are drawn on the server: they need no script, and nothing that the pages' policy forbids (no style in the SVG,
 * only classes). Lengths are units of a drawing 400 wide, which is readable from a telephone to a desk.
 */
export const WIDTH = 400;
export const LINE = 16;

export interface ChartFrame {
  /** Unique on the page. */
  id: string;
  title: string;
  /** What it shows, in a sentence: read aloud in place of the drawing. */
  description: string;
}

/** A length with no more digits than can be seen. */
export const px = (length: number): string => String(Math.round(length * 10) / 10);

/** From a value to a length; a domain without extent is all at its beginning. */
export function scale([from, to]: [number, number], [start, end]: [number, number]): (value: number) => number {
  const extent = to - from;
  return (value) => (extent === 0 ? start : start + ((value - from) / extent) * (end - start));
}

/** Round values from zero to at least `max`, four or five of them. */
export function ticks(max: number): number[] {
  const rough = Math.max(max, 1) / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough) ?? rough);
  return Array.from({ length: Math.ceil(Math.max(max, 1) / step) + 1 }, (_, i) => i * step);
}

export const drawing = ({ id, title, description }: ChartFrame, height: number, content: Markup): Markup =>
  html`<svg class="chart" viewBox="0 0 ${WIDTH} ${px(height)}" role="img" aria-labelledby="${id}-title ${id}-desc"><title id="${id}-title">${title}</title><desc id="${id}-desc">${description}</desc>${content}</svg>`;

type Anchor = 'start' | 'middle' | 'end';
export const label = (x: number, y: number, text: string, anchor: Anchor = 'start', css = ''): Markup =>
  html`<text x="${px(x)}" y="${px(y)}" text-anchor="${anchor}" class="${css}">${text}</text>`;

export const line = (x1: number, y1: number, x2: number, y2: number, css: string): Markup =>
  html`<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" class="${css}"/>`;

export const box = (x: number, y: number, width: number, height: number, css: string): Markup =>
  html`<rect x="${px(x)}" y="${px(y)}" width="${px(Math.max(0, width))}" height="${px(height)}" class="${css}"/>`;

const WIDE = /[\u1100-\u11ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60]/;
/** What of a text has room: Chinese characters are as wide as they are high, others half as wide. */
export function fitting(text: string, width: number): string {
  const room = width / 13;
  let used = 0;
  const chars = [...text];
  for (const [i, char] of chars.entries()) {
    used += WIDE.test(char) ? 1 : 0.56;
    if (used > room) return `${chars.slice(0, Math.max(1, i - 1)).join('')}…`;
  }
  return text;
}

/** Small squares with what they stand for, below a drawing. */
export const legend = (entries: readonly { css: string; text: string }[]): Markup =>
  html`<ul class="legend">${entries.map(
    ({ css, text }) =>
      html`<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect width="10" height="10" class="${css}"/></svg>${text}</li>`,
  )}</ul>`;
