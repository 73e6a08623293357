import { canonicalJson, sha256Hex } from '../../canonical.ts';
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
export function checkCommitment({ round, draw, applications, seats }: RoundExport): string[] {
  if (round.secret === null) return draw === null ? [] : ['专家组已抽取，抽取密钥未公开'];
  const drawn = drawnOf(applications, seats).map(({ applicationId, packageSha256 }) => [applicationId, packageSha256]);
  const root = sha256Hex(canonicalJson(drawn));
  return [
    ...differ('抽取密钥的哈希', round.secretHash, sha256Hex(round.secret)),
    ...differ('抽取种子', draw?.seed ?? null, sha256Hex(`${round.secret}|${root}|${round.registers.experts}`)),
  ];
}
