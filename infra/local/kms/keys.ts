import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { canonicalJson } from '../../../shared/canonical.ts';
import { ServiceError } from '../http/aws-json.ts';
import type { KeyPlan } from '../template/plan.ts';

/** What a ciphertext is bound to: it opens with the very same pairs only. */
export type EncryptionContext = Record<string, string>;

export interface LocalKey {
  plan: KeyPlan;
  readonly enabled: boolean;
  /** Switches it off or on, for this run and the next. */
  enable(enabled: boolean): void;
  encrypt(plaintext: Buffer, context: EncryptionContext): Buffer;
  /** @throws ServiceError InvalidCiphertextException */
  decrypt(ciphertext: Buffer, context: EncryptionContext): Buffer;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** A ciphertext names its key: whoever decrypts need not. */
export const KEY_ID_BYTES = 36;

const Kept = z.strictObject({ material: z.base64(), enabled: z.boolean() });

/** Opens the key, or makes it; its material lies in a file that only its owner can read. */
export function openKey(dir: string, plan: KeyPlan): LocalKey {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, `${plan.keyId}.json`);
  const kept = existsSync(file)
    ? Kept.parse(JSON.parse(readFileSync(file, 'utf8')))
    : { material: randomBytes(32).toString('base64'), enabled: true };
  const save = (): void => {
    // Whole or not at all: without its material nothing that was encrypted opens again.
    writeFileSync(`${file}.new`, JSON.stringify(kept), { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
  };
  if (!existsSync(file)) save();
  const material = Buffer.from(kept.material, 'base64');
  return {
    plan,
    get enabled() {
      return kept.enabled;
    },
    enable: (enabled) => {
      kept.enabled = enabled;
      save();
    },
    encrypt: (plaintext, context) => {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv(CIPHER, material, iv).setAAD(aadOf(context));
      const body = Buffer.concat([cipher.update(plaintext), cipher.final()]);
      return Buffer.concat([Buffer.from(plan.keyId), iv, cipher.getAuthTag(), body]);
    },
    decrypt: (ciphertext, context) => {
      const sealed = ciphertext.subarray(KEY_ID_BYTES);
      try {
        const decipher = createDecipheriv(CIPHER, material, sealed.subarray(0, IV_BYTES)).setAAD(aadOf(context));
        decipher.setAuthTag(sealed.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(sealed.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
      } catch {
        throw new ServiceError('InvalidCiphertextException', '');
      }
    },
  };
}

const aadOf = (context: EncryptionContext): Buffer => Buffer.from(canonicalJson(context));
