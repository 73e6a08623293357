import { canonicalJson } from '../../shared/canonical.ts';
import { resultFiles } from '../demo/outputs.ts';
import type { Come } from './kill.protocol.ts';

/** In what the outcome of a disturbed round differs from that of the undisturbed one. */
export interface Differences {
  /** Applications, uploads, decisions, awards, disbursements and instructions in finance's books that are missing. */
  lost: number;
  /** Of the same things those that are there more often than they should be, such as a second payment for one award. */
  twice: number;
  /** Result files, and finance's books as one more, that are not the same to the byte, for whatever reason. */
  differing: number;
  /** Messages in dead-letter queues. */
  parked: number;
  /** The first line of each differing file that is not as it should be. */
  details: string[];
}

/** @param timeless whether it does not matter when things were done: what waits for somebody to mend it comes later */
export function compare(expected: Come, come: Come, timeless = false): Differences {
  const [before, after] = [countsOf(expected), countsOf(come)];
  const details = differingLines(filesOf(expected, timeless), filesOf(come, timeless));
  return {
    lost: surplus(before, after),
    twice: surplus(after, before),
    differing: details.length,
    parked: Object.values(come.deadLetters).reduce((sum, count) => sum + count, 0),
    details,
  };
}

/** How often each thing is there, named by what it is for, not by its own id: so a second one has the same name. */
function countsOf({ exported, received }: Come): Map<string, number> {
  const payment = ({ awardId, attempt }: { awardId: string; attempt: number }) => `${awardId}, attempt ${attempt}`;
  const names = [
    ...exported.applications.map(({ applicationId }) => `application ${applicationId}`),
    ...exported.uploads.map(({ applicationId, sha256 }) => `upload ${applicationId} ${sha256}`),
    ...exported.tasks.filter(({ decision }) => decision !== null).map(({ taskId }) => `decision ${taskId}`),
    ...exported.awards.map(({ awardId }) => `award ${awardId}`),
    ...exported.disbursements.map((one) => `disbursement ${payment(one)}`),
    ...received.map((one) => `instruction ${payment(one)}`),
  ];
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function surplus(counts: Map<string, number>, over: Map<string, number>): number {
  return [...counts].reduce((sum, [name, count]) => sum + Math.max(0, count - (over.get(name) ?? 0)), 0);
}

function filesOf({ exported, received }: Come, timeless: boolean): Record<string, string> {
  const books = received.map((instruction) => `${canonicalJson(instruction)}\n`).join('');
  const files = { ...resultFiles(exported), "finance's books": books };
  if (!timeless) return files;
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, withoutTimes(text)]));
}

const INSTANT = /"\d{4}-\d{2}-\d{2}T[\d:.]+Z"/g;
/**
 * When something was done, and how often somebody had to be reminded. A mail whose mark was lost and whose task was
 * decided meanwhile stays without one.
 */
const withoutTimes = (text: string): string =>
  text
    .replaceAll(INSTANT, '"…"')
    .replaceAll(/("reminders": ?)\d+/g, '$1…')
    .replaceAll('"mailedAt": null', '"mailedAt": "…"');

function differingLines(expected: Record<string, string>, come: Record<string, string>): string[] {
  return Object.entries(expected).flatMap(([name, text]) => {
    const other = come[name] ?? '';
    if (other === text) return [];
    const [lines, others] = [text.split('\n'), other.split('\n')];
    const at = lines.findIndex((line, i) => line !== others[i]);
    return [`${name}:${at + 1}: ${others[at]?.trim() ?? 'its end'} instead of ${lines[at]?.trim() ?? 'its end'}`];
  });
}
