import type { Head, Tail } from '../parts.ts';
import { differ } from '../recompute/differ.ts';
import { drawRecomputation, figuresRecomputation, type Recomputation, recomputation, recompute } from '../recompute.ts';
import type { RoundExport } from '../schema.ts';
import { consume } from './consume.ts';
import type { Line } from './kinds.ts';
import type { Ended } from './read.ts';

/** What a verification looked at, and every difference that it found, a Chinese sentence each. */
export interface Verified {
  counts: { applications: number; sheets: number; awards: number; amountFen: number };
  differences: string[];
}

export function verifyDocument(exported: RoundExport): Verified {
  const { applications, sheets, awards } = exported;
  return {
    counts: { applications: applications.length, sheets: sheets.length, ...moneyOf(awards) },
    differences: recompute(exported).differences,
  };
}

/** The same from lines as they come: what is kept grows with applications, never with sheets. */
export function verifyLines(lines: Iterator<Line, Ended>): Verified {
  const { counts, differences, ended } = verified(lines, recomputation);
  return { counts, differences: [...differences, ...sealOf(ended)] };
}

/**
 * The same in two halves that may run side by side over the same bytes: this one parses every line, and looks at policy and draw and
 * at what the last line holds fast.
 */
export const verifyDraw = (lines: Iterator<Line, Ended>): { draw: string[]; seal: string[] } => {
  const { differences, ended } = verified(lines, drawRecomputation);
  return { draw: differences, seal: sealOf(ended) };
};

/** The other half: every figure. Nothing of it may be told before the first half is done. */
export const verifyFigures = (lines: Iterator<Line, void>): Verified => verified(lines, figuresRecomputation);

function verified<R>(
  lines: Iterator<Line, R>,
  recomputationOf: (head: Head) => Recomputation,
): Verified & { ended: R } {
  let run: Recomputation | undefined;
  let roundTasks: Tail['tasks'] = [];
  const said: Verified = { counts: { applications: 0, sheets: 0, awards: 0, amountFen: 0 }, differences: [] };
  const ended = consume(lines, {
    head: (head, tasks) => {
      run = recomputationOf(head);
      roundTasks = tasks;
    },
    application: (own) => {
      said.counts.applications += own.applications.length;
      said.counts.sheets += own.sheets.length;
      run?.application(own);
    },
    tail: (tail) => {
      Object.assign(said.counts, moneyOf(tail.awards));
      said.differences.push(...(run?.end({ ...tail, tasks: roundTasks }) ?? []));
    },
  });
  return { ...said, ended };
}

const moneyOf = (awards: RoundExport['awards']) => ({
  awards: awards.length,
  amountFen: awards.reduce((sum, { amountFen }) => sum + amountFen, 0),
});

/** The last line says how many lines there are and what they hash to: whatever was changed in one, put in or left out, shows. */
const sealOf = ({ counts, sha256 }: Ended): string[] => [
  ...differ('文件：各类行数', counts.recorded, counts.found),
  ...differ('文件：全部内容的 SHA-256 ', sha256.recorded, sha256.found),
];
