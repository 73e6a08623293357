import { nowMs } from '../../../shared/clock.ts';
import { exportRound } from '../../../shared/export/export.ts';
import { INVARIANTS, type Outcome } from '../../../shared/invariants/check.ts';
import { liveFacts } from '../../../shared/invariants/live.ts';
import { checkRound } from '../../../shared/invariants/round.ts';
import { verdictText } from '../../../shared/invariants/text.ts';
import { readExport } from '../documents.ts';
import { CliError } from '../errors.ts';
import type { Place } from '../place.ts';
import { table } from '../print.ts';
import type { Said } from '../round.ts';

/** What must always hold, of a round as it stands: its records, its inbox, its queues. @throws CliError cli.outputs-unreadable */
export async function examineRound(place: Place, roundId: string): Promise<Said> {
  const { InboxBucket, DlqUrls } = place.outputs;
  if (InboxBucket === undefined || DlqUrls === undefined)
    throw new CliError(
      'cli.outputs-unreadable',
      '系统输出中没有 InboxBucket 和 DlqUrls。请用 --outputs 指定本机系统或 cdk deploy --outputs-file 写出的文件。',
    );
  const exported = await exportRound(place.table, place.evidence, roundId);
  const inbox = place.bucket(InboxBucket);
  const live = await liveFacts({ ...place, inbox, dlqUrls: DlqUrls, now: nowMs() }, roundId);
  return report(checkRound(exported, live));
}

/** The same of an export file, as far as it tells. */
export const examineFile = (path: string): Said => report(checkRound(readExport(path)));

function report(outcomes: Outcome[]): Said {
  const rows = outcomes.map(({ invariant, name, sentence }) => [
    `${invariant} ${INVARIANTS[invariant]}`,
    name,
    sentence,
  ]);
  return {
    text: `${table(['不变量', '检查', '结论'], rows)}\n${verdictText(outcomes)}\n`,
    good: outcomes.every(({ holds }) => holds),
  };
}
