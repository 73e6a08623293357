import * as z from 'zod';
import { sha256Hex } from '../../shared/canonical.ts';
import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { localDateOf, localInstant } from '../../shared/domain/calendar.ts';
import { Instant, RoundId, Text } from '../../shared/schemas/basics.ts';
import { RoundRecord } from '../../shared/schemas/records.ts';
import { startExecution } from '../../shared/store/executions.ts';
import { ensureGate, loadGate } from '../../shared/store/gates.ts';
import { keys } from '../../shared/store/keys.ts';
import { policyKey } from '../../shared/store/policies.ts';
import { writeRegister } from '../../shared/store/registers.ts';
import { activeAction } from '../../shared/store/rounds.ts';
import { ABSENT, ConditionFailed } from '../../shared/store/table.ts';
import { type CallAnswer, currentRegisters, readPolicy, readRegisters } from './inputs.ts';
import { mobileFaults } from './mobiles.ts';
import { roundStatus } from './status.ts';

const FileKey = z.string().regex(/^config\/[0-9a-f]{64}\.json$/);

/** What an operator may ask of a round. Files are named by where they were uploaded in the evidence bucket. */
export const Call = z.discriminatedUnion('op', [
  z.strictObject({
    op: z.literal('open'),
    roundId: RoundId,
    policy: FileKey,
    /** A file for each register, or the versions that are current now. */
    registers: z.union([z.record(z.string(), FileKey), z.literal('current')]),
    /** Seeds the draw of panels: committed by its hash now, disclosed when the panels are drawn. */
    secret: z.string().min(16).max(200),
  }),
  z.strictObject({
    op: z.literal('extend'),
    roundId: RoundId,
    stage: z.enum(['intake', 'district']),
    until: Instant,
    by: Text(50).min(1),
    reason: Text(500).min(1),
  }),
  z.strictObject({ op: z.literal('status'), roundId: RoundId }),
]);
type Call = z.infer<typeof Call>;

export type CallDeps = Deps & { roundMachineArn: string };

const refused = (code: string, path: string, message: string): CallAnswer => ({
  ok: false,
  faults: [{ code, path, message }],
});

export function answer(deps: CallDeps, call: Call): Promise<CallAnswer> {
  switch (call.op) {
    case 'open':
      return open(deps, call);
    case 'extend':
      return extend(deps, call);
    case 'status':
      return roundStatus(deps, call.roundId);
    default:
      return call satisfies never;
  }
}

/** 五(一): opens a round. Policy, registers and calendar are pinned by their hashes; every fault of them is answered at once. */
async function open(deps: CallDeps, call: Call & { op: 'open' }): Promise<CallAnswer> {
  const existing = await deps.table.get(keys.round(call.roundId), RoundRecord);
  const policy = await readPolicy(deps.evidence, call.policy);
  // A round that is there already has its registers: what became current since is for the next one.
  const registers =
    call.registers === 'current'
      ? await currentRegisters(deps.table, existing?.registers)
      : await readRegisters(deps.evidence, call.registers);
  const faults = [...(policy.ok ? [] : policy.faults), ...(registers.ok ? [] : registers.faults)];
  if (!policy.ok || !registers.ok) return { ok: false, faults };

  const { secret, roundId } = call;
  const now = nowUtc();
  const { value } = policy.policy.timeline;
  const round: RoundRecord = {
    entity: 'Round',
    roundId,
    title: policy.policy.title,
    policyId: policy.policy.id,
    policyHash: policy.hash,
    registers: registers.versions,
    stage: 'call',
    openedAt: now,
    callDate: localDateOf(now),
    secretHash: sha256Hex(secret),
    secret,
  };
  if (
    existing !== null &&
    (existing.policyHash !== round.policyHash || JSON.stringify(existing.registers) !== JSON.stringify(round.registers))
  ) {
    return refused('round.exists', 'roundId', `批次 ${roundId} 已经以另一方案或台账启动。`);
  }
  await deps.evidence.write(policyKey(policy.hash), JSON.stringify(policy.policy), 'application/json');
  for (const { kind, rows } of registers.list) await writeRegister(deps.table, kind, registers.versions[kind], rows);
  const unreachable = await mobileFaults(deps.table, policy.policy, registers.versions);
  if (existing === null && unreachable.length > 0) return { ok: false, faults: unreachable };
  await ensureGate(deps.table, roundId, 'intake', localInstant(value.intakeClosesAt), false);
  await ensureGate(deps.table, roundId, 'district', localInstant(value.districtClosesAt), false);
  if (existing === null) await deps.table.transact([{ put: keys.round(roundId), item: round }, activeAction(roundId)]);
  if (existing?.stage !== 'closed') await startExecution(deps.roundMachineArn, roundId, { roundId });
  return { ok: true, roundId, policyHash: policy.hash, registers: registers.versions, secretHash: round.secretHash };
}

/** Moves a stage's end, with reason. Executions see it when they next look at their deadline. */
async function extend(
  deps: CallDeps,
  { roundId, stage, until, by, reason }: Call & { op: 'extend' },
): Promise<CallAnswer> {
  const gate = await loadGate(deps.table, roundId, stage);
  if (gate === null) return refused('round.unknown', 'roundId', `没有批次 ${roundId}。`);
  if (until <= gate.deadline || until <= nowUtc())
    return refused('round.extension-earlier', 'until', '新的截止时间须晚于现在和原截止时间。');
  const extension = { by, reason, at: nowUtc(), from: gate.deadline, to: until };
  try {
    await deps.table.update(keys.gate(roundId, stage), {
      set: { deadline: until, extensions: [...gate.extensions, extension] },
      when: { deadline: gate.deadline, passedAt: ABSENT },
    });
  } catch (error) {
    if (error instanceof ConditionFailed)
      return refused('round.stage-over', 'stage', '该阶段已经结束，或刚刚另有延期。');
    throw error;
  }
  return { ok: true, roundId, stage, deadline: until };
}
