import { canonicalJson, sha256Hex } from '../../canonical.ts';

/** What the draw's seed is made of. */
export interface SeedInput {
  /** Committed at the opening. */
  secret: string;
  /** By id. */
  recommended: { applicationId: string; packageSha256: string }[];
  /** Version of the expert register. */
  experts: string;
  /** Conflicts that were recorded before the draw: the application, and the expert's number in the hidden order. */
  recorded: [applicationId: string, expert: number][];
}

/** 五(三): a seed that nobody could steer: nothing of it can be chosen after the rest is known. */
export function seedOf({ secret, recommended, experts, recorded }: SeedInput): string {
  const rooted = recommended.map(({ applicationId, packageSha256 }) => [applicationId, packageSha256]);
  return seedFrom({ secret, root: sha256Hex(canonicalJson(rooted)), experts, recorded });
}

/** The same by the root of what was recommended: the SHA-256 of the canonical JSON of all `[applicationId, packageSha256]`. */
export function seedFrom({
  secret,
  root,
  experts,
  recorded,
}: Omit<SeedInput, 'recommended'> & { root: string }): string {
  const sorted = recorded.toSorted(([a, m], [b, n]) => (a === b ? m - n : a < b ? -1 : 1));
  const known = recorded.length === 0 ? [] : [sha256Hex(canonicalJson(sorted))];
  return sha256Hex([secret, root, experts, ...known].join('|'));
}
