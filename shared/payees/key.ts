import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DecryptCommand, GenerateDataKeyCommand, InvalidCiphertextException, KMSClient } from '@aws-sdk/client-kms';
import { BadInput } from '../bad-input.ts';
import { canonicalJson } from '../canonical.ts';
import { Account, type SealedAccount } from '../schemas/payee-records.ts';
import { KeyUnavailable } from './unavailable.ts';

/** What a sealed account is bound to: moved to another record it does not open. */
export interface PayeeContext extends Record<string, string> {
  roundId: string;
  awardId: string;
  payeeRef: string;
}

const CIPHER = 'aes-256-gcm';
const IV_BYTES = 12;
/** Of a client that does not keep its caller waiting: somebody stands before a form. */
const BOUNDED = { maxAttempts: 3, requestHandler: { connectionTimeout: 1500, requestTimeout: 3000 } };

/**
 * The KMS key that accounts are sealed under, by envelope: each account has a data key of its own, which leaves KMS once for
 * sealing and once for each opening. The function that records accounts may only seal, the one that finance asks may only open.
 */
export class PayeeKey {
  readonly #arn: string;
  readonly #kms: KMSClient;

  constructor(arn: string, kms = new KMSClient(BOUNDED)) {
    this.#arn = arn;
    this.#kms = kms;
  }

  /** @throws KeyUnavailable */
  async seal(context: PayeeContext, account: Account): Promise<SealedAccount> {
    const command = new GenerateDataKeyCommand({ KeyId: this.#arn, KeySpec: 'AES_256', EncryptionContext: context });
    const { Plaintext, CiphertextBlob } = await this.#kms.send(command).catch(unavailable);
    if (Plaintext === undefined || CiphertextBlob === undefined) throw new KeyUnavailable('KMS gave no data key');
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(CIPHER, Plaintext, iv).setAAD(aadOf(context));
    const data = Buffer.concat([cipher.update(JSON.stringify(account)), cipher.final()]);
    Plaintext.fill(0);
    return {
      key: this.#arn,
      dataKey: Buffer.from(CiphertextBlob).toString('base64'),
      iv: iv.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
      data: data.toString('base64'),
    };
  }

  /** @throws KeyUnavailable; BadInput payee.unreadable for what was sealed for another record, or changed */
  async open(context: PayeeContext, sealed: SealedAccount): Promise<Account> {
    const CiphertextBlob = Buffer.from(sealed.dataKey, 'base64');
    const command = new DecryptCommand({ KeyId: sealed.key, CiphertextBlob, EncryptionContext: context });
    const { Plaintext } = await this.#kms.send(command).catch((error: unknown) => {
      if (error instanceof InvalidCiphertextException) throw new BadInput('payee.unreadable', context.payeeRef);
      return unavailable(error);
    });
    if (Plaintext === undefined) throw new KeyUnavailable('KMS gave no data key');
    try {
      const decipher = createDecipheriv(CIPHER, Plaintext, Buffer.from(sealed.iv, 'base64')).setAAD(aadOf(context));
      decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
      const data = Buffer.concat([decipher.update(Buffer.from(sealed.data, 'base64')), decipher.final()]);
      return Account.parse(JSON.parse(data.toString('utf8')));
    } catch {
      // Without a cause: what follows from another key or text is nobody's to read.
      throw new BadInput('payee.unreadable', context.payeeRef);
    } finally {
      Plaintext.fill(0);
    }
  }
}

const aadOf = (context: PayeeContext): Buffer => Buffer.from(canonicalJson(context));

/** KMS's own words may repeat what it was sent, so only its error's name goes on. */
function unavailable(error: unknown): never {
  throw new KeyUnavailable(error instanceof Error ? error.name : 'unknown');
}
