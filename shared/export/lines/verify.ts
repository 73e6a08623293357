import type { Tail } from '../parts.ts';
import { differ } from '../recompute/differ.ts';
import { recomputation, recompute } from '../recompute.ts';
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
  let run: ReturnType<typeof recomputation> | undefined;
  let roundTasks: Tail['tasks'] = [];
  const verified: Verified = { counts: { applications: 0, sheets: 0, awards: 0, amountFen: 0 }, differences: [] };
  const ended = consume(lines, {
    head: (head, tasks) => {
      run = recomputation(head);
      roundTasks = tasks;
    },
    application: (own) => {
      verified.counts.applications += own.applications.length;
      verified.counts.sheets += own.sheets.length;
      run?.application(own);
    },
    tail: (tail) => {
      Object.assign(verified.counts, moneyOf(tail.awards));
      verified.differences.push(...(run?.end({ ...tail, tasks: roundTasks }) ?? []));
    },
  });
  verified.differences.push(...sealOf(ended));
  return verified;
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
