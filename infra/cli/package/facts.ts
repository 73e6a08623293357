import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Slot } from '../../../shared/package/manifest.ts';
import { parsePolicy } from '../../../shared/policy/check.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { Category, RoundId, UsccShape } from '../../../shared/schemas/basics.ts';
import { CliError } from '../errors.ts';
import { readJson } from '../files.ts';

export const SLOT_FILE = 'slot.json';

/** What an upload slot binds a package to, as `package init` leaves it in the folder. */
export const SlotFacts = z.strictObject({
  roundId: RoundId,
  category: Category,
  uscc: UsccShape,
  applicationNo: z.int().min(1).max(99),
  name: z.string().max(100).optional(),
});
export type SlotFacts = z.infer<typeof SlotFacts>;

export interface FactOptions {
  slot?: string | undefined;
  policy?: string | undefined;
  round?: string | undefined;
  category?: z.infer<typeof Category> | undefined;
  uscc?: string | undefined;
  'application-no'?: number | undefined;
}

/** The policy that is published with this program. */
const PUBLISHED = join(import.meta.dirname, '../../../shared/policy/qingdao-2025.json');

/** @throws CliError cli.policy-faulty, cli.file-missing, cli.file-not-json */
export function policyOf(path: string | undefined): Policy {
  const result = parsePolicy(path === undefined ? JSON.parse(readFileSync(PUBLISHED, 'utf8')) : readJson(path));
  if (!result.ok)
    throw new CliError(
      'cli.policy-faulty',
      `方案 ${path} 有 ${result.faults.length} 处问题，请先用 policy check 检查。`,
    );
  return result.policy;
}

/**
 * What the package is checked against: options, else the slot file named, else the one in the folder. Options win over files.
 * @throws CliError cli.slot-unknown where facts are missing, cli.slot-malformed
 */
export function slotOf(options: FactOptions, folder?: string): Slot {
  const nearby = folder === undefined ? undefined : join(folder, SLOT_FILE);
  const path = options.slot ?? (nearby !== undefined && existsSync(nearby) ? nearby : undefined);
  const { name: _name, ...known } = path === undefined ? {} : readSlot(path);
  const { round: roundId, category, uscc, 'application-no': applicationNo } = options;
  const given = Object.entries({ roundId, category, uscc, applicationNo }).filter(([, value]) => value !== undefined);
  const facts = SlotFacts.safeParse({ ...known, ...Object.fromEntries(given) });
  if (!facts.success)
    throw new CliError(
      'cli.slot-unknown',
      '不知道材料包属于哪个上传凭证：请用 --slot 指定 slot.json，或给出 --round、--category、--uscc、--application-no。',
    );
  return { ...facts.data, policy: policyOf(options.policy) };
}

export function readSlot(path: string): SlotFacts {
  const parsed = SlotFacts.safeParse(readJson(path));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ path: at }) => at.join('.') || '（整体）');
  throw new CliError('cli.slot-malformed', `文件 ${path} 不是上传凭证文件，有误的字段：${fields.join('、')}。`);
}
