import { nowUtc } from '../../shared/clock.ts';
import { replay } from '../../shared/finance/replay.ts';
import { sendToFinance } from '../../shared/finance/send.ts';
import { beijing } from '../../shared/http/time.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import { CliError } from './errors.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

/** Sends the round's events of a time range to finance again, on record. @throws CliError cli.outputs-unreadable */
export async function replayEvents(place: Place, values: Values<'replay'>): Promise<Said> {
  const { round: roundId, from, to, by, reason } = values;
  const { FinanceQueueUrl: financeQueueUrl, BusName: busName } = place.outputs;
  if (financeQueueUrl === undefined || busName === undefined)
    throw new CliError('cli.outputs-unreadable', '输出中没有 FinanceQueueUrl 和 BusName。');
  if (from >= to) return { text: '起始时间应早于结束时间。\n', good: false };
  await loadRound(place.table, roundId);
  const way = { financeQueueUrl, busName, sqs: place.sqs, events: place.events };
  const { record, sent } = await replay(place.table, { roundId, from, to, by, reason, at: nowUtc() }, (message, id) =>
    sendToFinance(way, message, id),
  );
  const range = `${beijing(record.from)}至${beijing(record.to)}`;
  const text =
    sent === 0 && (record.events ?? 0) > 0
      ? `重发 ${record.replayId} 此前已完成（${record.events} 条），没有再发。\n`
      : `重发 ${record.replayId}：${range}的事件共 ${sent} 条，已再次发往财政队列和事件总线。\n`;
  return { text, good: true };
}
