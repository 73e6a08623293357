import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { LoggedEntry } from '../schemas/decision-log.ts';
import type { NoticeVersion, SheetRecord, TaskRecord, VersionRecord } from '../schemas/records.ts';

/** Before the first. */
export const GENESIS = '0'.repeat(64);

export const digestOf = (facts: object): string => sha256Hex(canonicalJson(facts));

const entryHash = (owner: string, { hash: _, ...entry }: LoggedEntry): string =>
  sha256Hex(canonicalJson({ tag: 'awards-decision/1', owner, ...entry }));

export type LogHead = Pick<LoggedEntry, 'no' | 'hash'>;

/** The entry that follows the last one. */
export function following(
  owner: string,
  last: LogHead | null,
  decided: Pick<LoggedEntry, 'about' | 'decision' | 'at' | 'by' | 'digest'>,
): LoggedEntry {
  const { about, decision, at, by, digest } = decided;
  const entry = { no: (last?.no ?? 0) + 1, about, decision, at, by, digest, previous: last?.hash ?? GENESIS, hash: '' };
  return { ...entry, hash: entryHash(owner, entry) };
}

/** Where a chain is broken, a Chinese sentence each. */
export function chainFaults(owner: string, entries: readonly LoggedEntry[]): string[] {
  const seen = new Set<string>();
  return entries.flatMap((entry, i) => {
    const name = `${owner} 第 ${i + 1} 条`;
    const twice = seen.has(entry.about);
    seen.add(entry.about);
    return [
      ...(entry.no === i + 1 ? [] : [`${name}编号为 ${entry.no}，不连续`]),
      ...(entry.previous === (entries[i - 1]?.hash ?? GENESIS) ? [] : [`${name}与上一条不衔接`]),
      ...(entry.hash === entryHash(owner, entry) ? [] : [`${name}内容与其校验值不符`]),
      ...(twice ? [`${name}重复记载 ${entry.about}`] : []),
    ];
  });
}

type Decided = NonNullable<TaskRecord['decision']>;
type Sheet = Pick<SheetRecord, 'pointsByItem' | 'comment' | 'comments'>;

/** What was decided and why, as far as it is exported: points stand on the sheets, accounts nowhere. */
export function decisionFacts(decision: Decided) {
  const { reason, opinion, order, asked } = decision;
  const why = [reason, opinion].find((text) => typeof text === 'string');
  return { decision: decision.decision, reason: why ?? null, order: order ?? null, asked: asked ?? null };
}

/** What the digest of each kind of entry is made of: here when it is written, and from the export when it is checked. */
export const LOG_FACTS = {
  task: (facts: ReturnType<typeof decisionFacts>, sheet: Sheet | null) => {
    const { decision, reason, order, asked } = facts;
    const points = sheet && { pointsByItem: sheet.pointsByItem, comment: sheet.comment, comments: sheet.comments };
    return { decision, reason, order, asked, sheet: points };
  },
  version: ({ sha256, size }: Pick<VersionRecord, 'sha256' | 'size'>) => ({ sha256, size }),
  lapse: (opinion: string) => ({ opinion }),
  award: ({ listNo, rank, amountFen }: { listNo: number; rank: number; amountFen: number }) => ({
    ...{ listNo, rank, amountFen },
  }),
  decline: ({ reason }: { reason: string }) => ({ reason }),
  fill: (declined: string) => ({ declined }),
  payment: ({ planNo, amountFen }: { planNo: number; amountFen: number }) => ({ planNo, amountFen }),
  objection: (objectionId: string) => ({ objectionId }),
  notice: (
    corrected: Pick<NoticeVersion, 'version' | 'hash' | 'document'> & {
      correction?: { reason: string } | null | undefined;
    },
  ) => ({
    ...{ version: corrected.version, hash: corrected.hash, document: corrected.document ?? null },
    reason: corrected.correction?.reason ?? null,
  }),
};
