import { yuan } from './money.ts';
import { type Recovery, recoveryFaults } from './recoveries.ts';

interface Award {
  awardId: string;
  amountFen: number;
}
interface Instruction extends Award {
  disbursementId: string;
}
interface Receipt {
  disbursementId: string;
  amountFen: number;
}
interface Settlement extends Instruction {
  outcome: 'paid' | 'failed' | 'cancelled';
}

export interface Reconciliation {
  agrees: boolean;
  /**
   * Count and sum (分) at each station. Attempts that came back (退票) or were called off (撤销) have rows of their own; an award
   * that ended unpaid stands with its last attempt up to the station that it reached, and in a row of its own.
   */
  rows: { name: string; count: number; fen: number }[];
  /** One Chinese sentence each; none when everything agrees. */
  differences: string[];
}

export interface Stations {
  list: Award[];
  /** Of the list, those that their winners gave back (放弃): nothing is planned or paid of them. */
  declined?: Award[];
  plan: Award[];
  events: Instruction[];
  received: Receipt[];
  settled: Settlement[];
  /** Awards that ended without a payment, each with its last instruction. */
  ended?: Instruction[];
  recoveries?: Recovery[];
}

/** Whether nothing is left to be paid of it. */
export const isOver = (status: string): boolean => ['paid', 'declined', 'cancelled', 'revoked'].includes(status);

/** Awards that were called off for good, each with its last instruction. */
export function endedOf<D extends { awardId: string; attempt: number }>(
  awards: { awardId: string; status: string; attempt: number }[],
  disbursements: D[],
): D[] {
  const over = new Map(awards.filter(({ status }) => status === 'cancelled').map((a) => [a.awardId, a.attempt]));
  return disbursements.filter(({ awardId, attempt }) => over.get(awardId) === attempt);
}

/**
 * 五(五): the announced list, the disbursement plan, the instructions sent, what finance received and what it settled,
 * against each other. They agree when every award above nothing was paid exactly once with the sum of the list, or ended by
 * somebody's order, and every instruction was received once and settled once. A failed attempt needs a later one that was paid.
 * What is asked back of what was paid stands beside it.
 */
export function reconcile(input: Stations): Reconciliation {
  const { list, declined = [], plan, events, received, settled, ended = [], recoveries = [] } = input;
  const given = new Set(declined.map(awardKey));
  const paid = settled.filter((s) => s.outcome === 'paid');
  const differences = [
    ...listAgainstPlan(
      list.filter(({ awardId }) => !given.has(awardId)),
      plan,
    ),
    ...repeated('拨付指令', events, (e) => e.disbursementId),
    ...oneByOne('拨付指令', events, '财务接收', received),
    ...oneByOne('财务接收', received, '结算结果', settled),
    ...wrongAward(events, settled),
    ...paidOnce(plan, events, paid, new Set(ended.map((e) => e.awardId))),
    ...recoveryFaults(recoveries, paid),
  ];
  return { agrees: differences.length === 0, rows: rowsOf(input, paid), differences };
}

function rowsOf(
  { list, declined = [], plan, events, received, settled, ended = [], recoveries = [] }: Stations,
  paid: Settlement[],
) {
  const last = new Set(ended.map((e) => e.disbursementId));
  const unpaid = (outcome: Settlement['outcome']) => settled.filter((s) => s.outcome === outcome);
  const over = new Set(
    [...unpaid('failed'), ...unpaid('cancelled')].map((s) => s.disbursementId).filter((id) => !last.has(id)),
  );
  const standing = <T extends { disbursementId: string }>(all: T[]) => all.filter((a) => !over.has(a.disbursementId));
  const row = (name: string, all: { amountFen: number }[]) => ({
    name,
    count: all.length,
    fen: all.reduce((total, a) => total + a.amountFen, 0),
  });
  const back = recoveries.map((r) => ({ amountFen: r.recoveredFen })).filter((r) => r.amountFen > 0);
  const seldom = [
    row('放弃的奖项', declined),
    row('撤销拨付', unpaid('cancelled')),
    row('终止的奖项', ended),
    row('应追回', recoveries),
    row('已追回', back),
  ];
  return [
    row('公布名单', list),
    row('拨付方案', plan),
    row('拨付指令', standing(events)),
    row('财务接收', standing(received)),
    row('已支付', paid),
    row('退票', unpaid('failed')),
    ...seldom.filter(({ count }) => count > 0),
  ];
}

function listAgainstPlan(list: Award[], plan: Award[]): string[] {
  const planned = new Map(plan.map((p) => [p.awardId, p.amountFen]));
  const listed = new Set(list.map((l) => l.awardId));
  const differences = [...repeated('公布名单', list, awardKey), ...repeated('拨付方案', plan, awardKey)];
  for (const { awardId, amountFen } of list) {
    const fen = planned.get(awardId);
    if (fen === undefined) differences.push(`奖项 ${awardId} 在公布名单中，拨付方案中没有`);
    else if (fen !== amountFen) {
      differences.push(`奖项 ${awardId} 公布名单为 ${yuan(amountFen)}，拨付方案为 ${yuan(fen)}`);
    }
  }
  for (const { awardId } of plan) {
    if (!listed.has(awardId)) differences.push(`奖项 ${awardId} 在拨付方案中，公布名单中没有`);
  }
  return differences;
}

const awardKey = (a: Award): string => a.awardId;

function repeated<T>(name: string, all: T[], keyOf: (item: T) => string): string[] {
  const counts = new Map<string, number>();
  for (const item of all) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return [...counts].filter(([, n]) => n > 1).map(([key, n]) => `${name}中 ${key} 出现 ${n} 次，应为 1 次`);
}

/** Every disbursement of one station is once, with the same sum, at the next one, and the next one has no other. */
function oneByOne(fromName: string, from: Receipt[], toName: string, to: Receipt[]): string[] {
  const arrived = new Map(to.map((t) => [t.disbursementId, t.amountFen]));
  const sent = new Set(from.map((f) => f.disbursementId));
  const differences = repeated(toName, to, (t) => t.disbursementId);
  for (const { disbursementId: id, amountFen } of from) {
    const fen = arrived.get(id);
    if (fen === undefined) differences.push(`拨付 ${id}（${yuan(amountFen)}）有${fromName}，没有${toName}`);
    else if (fen !== amountFen) {
      differences.push(`拨付 ${id} ${fromName}为 ${yuan(amountFen)}，${toName}为 ${yuan(fen)}`);
    }
  }
  for (const { disbursementId: id, amountFen } of to) {
    if (!sent.has(id)) differences.push(`拨付 ${id}（${yuan(amountFen)}）有${toName}，没有${fromName}`);
  }
  return differences;
}

function wrongAward(events: Instruction[], settled: Settlement[]): string[] {
  const awards = new Map(events.map((e) => [e.disbursementId, e.awardId]));
  return settled.flatMap((s) => {
    const awardId = awards.get(s.disbursementId) ?? s.awardId;
    return awardId === s.awardId ? [] : [`拨付 ${s.disbursementId} 指令属奖项 ${awardId}，结算结果属奖项 ${s.awardId}`];
  });
}

/** An award of nothing (past subsidies used the cap up) needs no payment, one that ended has none; every other is paid once, in full. */
function paidOnce(plan: Award[], events: Instruction[], paid: Settlement[], ended: Set<string>): string[] {
  const planned = new Map(plan.map((p) => [p.awardId, p.amountFen]));
  const differences: string[] = [];
  for (const { awardId, disbursementId, amountFen } of events) {
    const fen = planned.get(awardId);
    if (fen === undefined) differences.push(`奖项 ${awardId} 有拨付指令，拨付方案中没有`);
    else if (fen !== amountFen) {
      differences.push(`拨付 ${disbursementId} 指令为 ${yuan(amountFen)}，拨付方案为 ${yuan(fen)}`);
    }
  }
  for (const [awardId, amountFen] of planned) {
    const own = paid.filter((p) => p.awardId === awardId);
    const total = own.reduce((sum, p) => sum + p.amountFen, 0);
    if (ended.has(awardId) && total > 0) differences.push(`奖项 ${awardId} 已终止，却支付了 ${yuan(total)}`);
    else if (ended.has(awardId)) continue;
    else if (own.length > 1) differences.push(`奖项 ${awardId} 支付了 ${own.length} 次，共 ${yuan(total)}`);
    else if (total !== amountFen) {
      differences.push(`奖项 ${awardId} 应支付 ${yuan(amountFen)}，已支付 ${yuan(total)}`);
    }
  }
  return differences;
}
