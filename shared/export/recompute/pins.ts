import { canonicalListHash, sha256Hex } from '../../canonical.ts';
import { seedFrom } from '../../domain/panels/seed.ts';
import { parsePolicy } from '../../policy/check.ts';
import { drawnOf } from '../drawn.ts';
import { byApplication, type Head, type OfApplication } from '../parts.ts';
import type { RoundExport } from '../schema.ts';
import { differ } from './differ.ts';

/** The pinned policy is the one in the document and adds up. */
export function checkPolicy({ round, policy }: Pick<RoundExport, 'round' | 'policy'>): string[] {
  const parsed = parsePolicy(policy);
  return parsed.ok
    ? differ('方案哈希', round.policyHash, parsed.hash)
    : parsed.faults.map(({ path, message }) => `方案 ${path} ${message}`);
}

/** The disclosed secret is the one that was committed; the seed follows from it, from all who were drawn for and what was known against whom. */
export function commitmentCheck({ round, draw, registers }: Pick<Head, 'round' | 'draw' | 'registers'>) {
  const root = canonicalListHash();
  const number = new Map(registers.experts.map(({ expert }, e) => [expert, e]));
  const recorded: [string, number][] = [];
  return {
    application({ applications, seats, conflicts }: Pick<OfApplication, 'applications' | 'seats' | 'conflicts'>): void {
      for (const { applicationId, packageSha256 } of drawnOf(applications, seats)) {
        root.add([applicationId, packageSha256]);
        for (const { effect, expert } of conflicts)
          if (effect === 'before-draw') recorded.push([applicationId, number.get(expert) ?? -1]);
      }
    },
    end(): string[] {
      if (round.secret === null) return draw === null ? [] : ['专家组已抽取，抽取密钥未公开'];
      const seed = seedFrom({ secret: round.secret, root: root.hex(), experts: round.registers.experts, recorded });
      return [
        ...differ('抽取密钥的哈希', round.secretHash, sha256Hex(round.secret)),
        ...differ('抽取种子', draw?.seed ?? null, seed),
      ];
    },
  };
}

export function checkCommitment(exported: RoundExport): string[] {
  const check = commitmentCheck(exported);
  for (const own of byApplication(exported)) check.application(own);
  return check.end();
}
