import { nowUtc } from '../../shared/clock.ts';
import type { DirectiveChoice } from '../../shared/domain/directives.ts';
import { yuan } from '../../shared/domain/money.ts';
import { type Directed, say } from '../../shared/finance/direct.ts';
import { registerOfficer } from '../../shared/registers/officer.ts';
import { reconcileRound } from '../../shared/store/reconciliation.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import { CliError } from './errors.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import { table } from './print.ts';
import type { Said } from './round.ts';

const DONE: Record<DirectiveChoice, string> = {
  hold: '已要求暂缓支付。',
  release: '已恢复支付。',
  'cancel-correct': '已要求撤销；财政确认未支付后，由获奖单位重新填报收款账户。',
  'cancel-end': '已要求撤销；财政确认未支付后，这项奖补终止。',
  recover: '已提出撤销奖补，等待另一名工作人员复核。',
};

const REFUSED: Record<Exclude<Directed, { ok: true }>['why'], string> = {
  unknown: '没有这笔拨付。',
  changed: '这笔拨付刚刚有变动，请重新核对后再提出。',
  'not-now': '这笔拨付目前不能提出这项要求：已经办结，或已经提出过。',
  'nobody-else': '工作人员台账中没有可以复核的其他市级人员。',
};

/** Says something about an instruction, as an officer does on the console. @throws CliError register.no-officer */
export async function sayOf(
  place: Place,
  choice: DirectiveChoice,
  { round: roundId, disbursement: disbursementId, by, reason }: Values<'disbursement hold'>,
): Promise<Said> {
  if ((await registerOfficer(place.table, by, roundId)) === null)
    throw new CliError('register.no-officer', `批次 ${roundId} 的工作人员台账中没有编号为 ${by} 的市级人员。`);
  const said = await say(place, choice, { roundId, disbursementId, by, reason, at: nowUtc() });
  if (said.ok) return { text: `${disbursementId}：${DONE[choice]}（第 ${said.no} 项要求）\n`, good: true };
  return { text: `${disbursementId}：${REFUSED[said.why]}\n`, good: false };
}

/** 五(五): list, plan, instructions, receipts and settlements as they are now. Good when they agree. */
export async function settlement(place: Place, roundId: string): Promise<Said> {
  await loadRound(place.table, roundId);
  const { agrees, rows, differences } = await reconcileRound(place.table, roundId);
  const stations = table(
    ['环节', '笔数', '金额', '金额（分）'],
    rows.map(({ name, count, fen }) => [name, `${count}`, yuan(fen), `${fen}`]),
  );
  const verdict = agrees
    ? '各环节目前一致。\n'
    : `差异 ${differences.length} 处：\n${differences.map((one) => `- ${one}\n`).join('')}`;
  return { text: `${stations}\n${verdict}`, good: agrees };
}
