import { sha256Hex } from '../../canonical.ts';
import { seedOf } from '../../domain/panels/seed.ts';
import { parsePolicy } from '../../policy/check.ts';
import { drawnOf } from '../drawn.ts';
import type { RoundExport } from '../schema.ts';
import { differ } from './differ.ts';

/** The pinned policy is the one in the document and adds up. */
export function checkPolicy({ round, policy }: Pick<RoundExport, 'round' | 'policy'>): string[] {
  const parsed = parsePolicy(policy);
  return parsed.ok
    ? differ('方案哈希', round.policyHash, parsed.hash)
    : parsed.faults.map(({ path, message }) => `方案 ${path} ${message}`);
}

/** The disclosed secret is the one that was committed; the seed follows. */
export function checkCommitment({ round, draw, applications, seats, conflicts, registers }: RoundExport): string[] {
  if (round.secret === null) return draw === null ? [] : ['专家组已抽取，抽取密钥未公开'];
  const { secret } = round;
  const recommended = drawnOf(applications, seats);
  const drawn = new Set(recommended.map(({ applicationId }) => applicationId));
  const number = new Map(registers.experts.map(({ expert }, e) => [expert, e]));
  const recorded = conflicts
    .filter(({ effect, applicationId }) => effect === 'before-draw' && drawn.has(applicationId))
    .map(({ applicationId, expert }): [string, number] => [applicationId, number.get(expert) ?? -1]);
  return [
    ...differ('抽取密钥的哈希', round.secretHash, sha256Hex(round.secret)),
    ...differ(
      '抽取种子',
      draw?.seed ?? null,
      seedOf({ secret, recommended, experts: round.registers.experts, recorded }),
    ),
  ];
}
