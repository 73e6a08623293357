import { yuan } from './money.ts';

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
  outcome: 'paid' | 'failed';
}

export interface Reconciliation {
  agrees: boolean;
  /** Count and sum (分) at each station; attempts that came back (退票) have a row of their own and are in no other. */
  rows: { name: string; count: number; fen: number }[];
  /** One Chinese sentence each; none when everything agrees. */
  differences: string[];
}

/**
 * 五(五): the announced list, the disbursement plan, the instructions sent, what finance received and what it settled,
 * against each other. They agree when every award above nothing was paid exactly once with the sum of the list, and
 * every instruction was received once and settled once. A failed attempt needs a later one that was paid.
 */
export function reconcile(input: {
  list: Award[];
  plan: Award[];
  events: Instruction[];
  received: Receipt[];
  settled: Settlement[];
}): Reconciliation {
  const { list, plan, events, received, settled } = input;
  const failed = new Set(settled.filter((s) => s.outcome === 'failed').map((s) => s.disbursementId));
  const standing = <T extends { disbursementId: string }>(all: T[]) => all.filter((a) => !failed.has(a.disbursementId));
  const paid = settled.filter((s) => s.outcome === 'paid');
  const row = (name: string, all: { amountFen: number }[]) => ({
    name,
    count: all.length,
    fen: all.reduce((total, a) => total + a.amountFen, 0),
  });
  const differences = [
    ...listAgainstPlan(list, plan),
    ...repeated('拨付指令', events, (e) => e.disbursementId),
    ...oneByOne('拨付指令', events, '财务接收', received),
    ...oneByOne('财务接收', received, '结算结果', settled),
    ...wrongAward(events, settled),
    ...paidOnce(plan, events, paid),
  ];
  const rows = [
    row('公布名单', list),
    row('拨付方案', plan),
    row('拨付指令', standing(events)),
    row('财务接收', standing(received)),
    row('已支付', paid),
    row(
      '退票',
      settled.filter((s) => s.outcome === 'failed'),
    ),
  ];
  return { agrees: differences.length === 0, rows, differences };
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

/** An award of nothing (past subsidies used the cap up) needs no payment; every other is paid once, in full. */
function paidOnce(plan: Award[], events: Instruction[], paid: Settlement[]): string[] {
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
    if (own.length > 1) differences.push(`奖项 ${awardId} 支付了 ${own.length} 次，共 ${yuan(total)}`);
    else if (total !== amountFen) {
      differences.push(`奖项 ${awardId} 应支付 ${yuan(amountFen)}，已支付 ${yuan(total)}`);
    }
  }
  return differences;
}
