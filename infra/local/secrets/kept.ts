import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ServiceError } from '../http/aws-json.ts';
import type { SecretPlan } from '../template/plan.ts';

/** One value that a secret has or had. */
export interface Version {
  id: string;
  value: string;
  /** UTC, ms. */
  createdAt: number;
}

export interface LocalSecret {
  plan: SecretPlan;
  /** The current version and the one before; none where nothing was ever put. */
  readonly versions: readonly Version[];
  /**
   * Makes it the current value. The same id with the same value again changes nothing.
   * @throws ServiceError ResourceExistsException for an id that has another value
   */
  put(version: Version): void;
}

const Kept = z.strictObject({
  versions: z.array(z.strictObject({ id: z.string(), value: z.string(), createdAt: z.number() })),
});

/** Opens the secret; its values lie in a file that only its owner can read. */
export function openSecret(dir: string, plan: SecretPlan): LocalSecret {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, `${encodeURIComponent(plan.name)}.json`);
  const kept = existsSync(file) ? Kept.parse(JSON.parse(readFileSync(file, 'utf8'))) : { versions: [] };
  return {
    plan,
    get versions() {
      return kept.versions;
    },
    put: (version) => {
      const same = kept.versions.find(({ id }) => id === version.id);
      if (same !== undefined && same.value !== version.value)
        throw new ServiceError('ResourceExistsException', 'This version has another value.');
      if (same !== undefined) return;
      kept.versions = [version, ...kept.versions].slice(0, 2);
      // Whole or not at all.
      writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600, flush: true });
      renameSync(`${file}.new`, file);
    },
  };
}

/** What a start gave is replaced by the next one, whose addresses may be others; what somebody set stays. */
const GIVEN = 'start-';

/** @param values by the secrets' names @throws Error for a name that the template does not have */
export function fillSecrets(secrets: readonly LocalSecret[], values: Record<string, string>, now: number): void {
  for (const [name, value] of Object.entries(values)) {
    const secret = secrets.find(({ plan }) => plan.name === name);
    if (secret === undefined) throw new Error(`the template has no secret ${name}`);
    const [current] = secret.versions;
    if (current !== undefined && (!current.id.startsWith(GIVEN) || current.value === value)) continue;
    secret.put({ id: `${GIVEN}${randomUUID()}`, value, createdAt: now });
  }
}
