import { createHash } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import { yuan } from '../../shared/domain/money.ts';
import { isOver } from '../../shared/domain/settlement.ts';
import { exportRound } from '../../shared/export/export.ts';
import type { RoundExport } from '../../shared/export/schema.ts';
import { settlementOf } from '../../shared/export/settlement.ts';
import { ROUND_STAGES, TASK_TITLES } from '../../shared/http/labels.ts';
import { beijing } from '../../shared/http/time.ts';
import { holdsIds } from '../../shared/registers/id-cells.ts';
import { notHashed } from '../../shared/registers/reading.ts';
import { ROUND_STAGES as STAGES } from '../../shared/schemas/records.ts';
import { REGISTER_KINDS, type RegisterKind } from '../../shared/schemas/registers.ts';
import { call } from './call.ts';
import { readJson, readKey } from './files.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import { type Fault, faultTable, table } from './print.ts';
import { faultsOf, readTable, registerFileIn } from './register-files.ts';

/** What a command says, and whether it is good news. */
export interface Said {
  text: string;
  good: boolean;
}

/** 五(一): uploads policy and registers under their content's hash and opens the round. The same again changes nothing. */
export async function openRound(place: Place, values: Values<'round open'>): Promise<Said> {
  const upload = async (value: unknown) => {
    const body = JSON.stringify(value);
    const key = `config/${createHash('sha256').update(body).digest('hex')}.json`;
    if ((await place.evidence.head(key)) === null) await place.evidence.write(key, body, 'application/json');
    return key;
  };
  const secret = readKey(values['secret-file'], '抽取密钥', SECRET_LENGTH);
  // Read as JSON here, so that a broken file is named by its path and not by a hash.
  const policy = await upload(readJson(values.policy));
  const rows = values.registers === 'current' ? null : await registersIn(values.registers, values.policy);
  if (rows !== null && !rows.ok) return notOpened(rows.faults);
  const registers: Record<string, string> = {};
  for (const [kind, value] of rows?.files ?? []) registers[kind] = await upload(value);
  const answer = await call(place, {
    op: 'open',
    roundId: values.round,
    policy,
    registers: rows === null ? 'current' : registers,
    secret,
  });
  if (!answer.ok) return notOpened(answer.faults);
  return {
    text: `批次 ${values.round} 已启动，申报邀请正在发出。\n方案 ${String(answer['policyHash'])}\n密钥承诺 ${String(answer['secretHash'])}\n`,
    good: true,
  };
}

const notOpened = (faults: Fault[]): Said => ({
  text: `批次未启动，共 ${faults.length} 处问题：\n${faultTable(faults)}`,
  good: false,
});

/** The nine registers of a folder as JSON: tables as the rows that were read from them, JSON as it is, which the call checks. */
async function registersIn(
  dir: string,
  policy: string,
): Promise<{ ok: true; files: [RegisterKind, unknown][] } | { ok: false; faults: Fault[] }> {
  const files: [RegisterKind, unknown][] = [];
  const faults: Fault[] = [];
  for (const kind of REGISTER_KINDS) {
    const path = registerFileIn(dir, kind) ?? join(dir, `${kind}.json`);
    if (path.endsWith('.json')) {
      const rows = readJson(path);
      // Whatever is uploaded is kept, taken or not.
      if (holdsIds(rows)) faults.push({ path: kind, ...notHashed(indexesOf(rows)) });
      files.push([kind, rows]);
      continue;
    }
    const reading = await readTable(kind, path, policy);
    faults.push(...faultsOf(kind, reading));
    if (reading.ok) files.push([kind, reading.rows]);
  }
  return faults.length > 0 ? { ok: false, faults } : { ok: true, files };
}

const indexesOf = (rows: unknown): number[] =>
  Object.values(rows ?? {}).flatMap((row, i) => (holdsIds(row) ? [i + 1] : []));

const SECRET_LENGTH = { min: 16, max: 200 };

/** Moves the end of a stage; the extension stands in the export with who and why. */
export async function extendStage(place: Place, values: Values<'round extend'>): Promise<Said> {
  const { round: roundId, stage, until, by, reason } = values;
  const answer = await call(place, { op: 'extend', roundId, stage, until, by, reason });
  if (!answer.ok) return { text: faultTable(answer.faults), good: false };
  return { text: `${stageTitle(stage)}已延长至${beijing(until)}。\n`, good: true };
}

const Status = z.object({
  title: z.string(),
  stage: z.enum(STAGES),
  openedAt: z.string(),
  stages: z.array(
    z.object({ stage: z.string(), deadline: z.string(), passedAt: z.string().nullable(), open: z.int() }),
  ),
});

export async function roundStatus(place: Place, roundId: string): Promise<Said> {
  const answer = await call(place, { op: 'status', roundId });
  if (!answer.ok) return { text: faultTable(answer.faults), good: false };
  const { title, stage, openedAt, stages } = Status.parse(answer);
  const rows = stages.map((one) => [
    stageTitle(one.stage),
    beijing(one.deadline),
    one.passedAt === null ? '进行中' : `已于${beijing(one.passedAt)}结束`,
    `${one.open}`,
  ]);
  return {
    text: `${title}\n当前阶段：${ROUND_STAGES[stage]}；启动于${beijing(openedAt)}\n\n${table(['环节', '截止', '状态', '未决'], rows)}`,
    good: true,
  };
}

function stageTitle(stage: string): string {
  const known = STAGES.find((one) => one === stage);
  if (known !== undefined) return ROUND_STAGES[known];
  if (stage.startsWith('payee-')) return `第 ${stage.slice('payee-'.length)} 批收款账户`;
  return stage === 'places' ? '名单与拨付进展' : stage;
}

/** 五(五): the reconciliation, and all that keeps the round from closing. Good only for a round that is closed. */
export async function closing(place: Place, roundId: string): Promise<Said> {
  const exported = await exportRound(place.table, place.evidence, roundId);
  const { round } = exported;
  const { rows, differences } = settlementOf(exported);
  const parts = [
    table(
      ['对账', '笔数', '金额'],
      rows.map(({ name, count, fen }) => [name, `${count}`, yuan(fen)]),
    ),
  ];
  if (round.closedAt !== null) {
    const how = round.settlement?.signed === true ? '，差异已由人工签认' : '，各环节一致';
    return { text: [...parts, `批次已于${beijing(round.closedAt)}办结${how}。\n`].join('\n'), good: true };
  }
  if (differences.length > 0) parts.push(`差异：\n${differences.map((one) => `- ${one}\n`).join('')}`);
  parts.push(
    `批次尚未办结（${ROUND_STAGES[round.stage]}）。尚未办结的事项：\n${openWork(exported)
      .map((one) => `- ${one}\n`)
      .join('')}`,
  );
  return { text: parts.join('\n'), good: false };
}

/** Everything that the round still waits for, one line each. */
function openWork({ gates, tasks, places, awards }: RoundExport): string[] {
  const running = gates.filter(({ passedAt }) => passedAt === null);
  const open = Map.groupBy(
    tasks.filter(({ status }) => status === 'open'),
    ({ kind }) => kind,
  );
  const shortlisted = places.filter(({ state }) => state === 'shortlisted');
  const frozen = shortlisted.filter(({ openObjections }) => openObjections > 0);
  const unpaid = awards.filter(({ status, amountFen }) => !isOver(status) && amountFen > 0);
  const counted = (count: number, text: string) => (count === 0 ? [] : [text]);
  return [
    ...running.map(({ stage, deadline }) => `${stageTitle(stage)}，截止${beijing(deadline)}`),
    ...[...open].map(([kind, own]) => `${TASK_TITLES[kind]}：${own.length} 项待办`),
    ...counted(frozen.length, `${frozen.length} 个入围席位因异议冻结`),
    ...counted(shortlisted.length - frozen.length, `${shortlisted.length - frozen.length} 个入围席位待公示期满或确认`),
    ...counted(
      unpaid.length,
      `${unpaid.length} 项奖补尚未支付，共 ${yuan(unpaid.reduce((sum, one) => sum + one.amountFen, 0))}`,
    ),
  ];
}
