import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import * as z from 'zod';
import type { Parts } from '../fronts.ts';
import { type Action, awsJsonService, type Json, ServiceError } from '../http/aws-json.ts';
import { guardBy } from '../iam/gate.ts';
import type { Gate } from '../iam/need.ts';
import { needsOfKeys } from '../iam/services.ts';
import type { KeyPlan } from '../template/plan.ts';
import { KEY_ID_BYTES, type LocalKey, openKey } from './keys.ts';

const Context = z.record(z.string(), z.string()).default({});
const Bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const Keyed = z.object({ KeyId: z.string().min(1) });
const Encrypt = Keyed.extend({ Plaintext: Bytes, EncryptionContext: Context });
const DataKey = Keyed.extend({ KeySpec: z.literal('AES_256'), EncryptionContext: Context });
const Decrypt = z.object({ KeyId: z.string().optional(), CiphertextBlob: Bytes, EncryptionContext: Context });

/** What Encrypt takes at most. */
const MAX_PLAINTEXT_BYTES = 4096;
const DATA_KEY_BYTES = 32;

/** KMS as far as it is used: symmetric keys, each with its own material in the state's folder. There are no grants. */
export function kmsService(
  plans: readonly KeyPlan[],
  { dataDir, operations, clock }: Pick<Parts, 'dataDir' | 'operations'> & { clock: Pick<Parts['clock'], 'now'> },
  gate?: Gate,
) {
  const keys = plans.map((plan) => openKey(join(dataDir, 'kms'), plan));
  const find = (id: string): LocalKey => {
    const key = keys.find(({ plan }) => plan.keyId === id || plan.arn === id);
    if (key === undefined) throw new ServiceError('NotFoundException', `Key '${id}' does not exist`);
    return key;
  };
  const usable = (id: string): LocalKey => {
    const key = find(id);
    if (!key.enabled) throw new ServiceError('DisabledException', `${key.plan.arn} is disabled.`);
    return key;
  };
  const action =
    <S extends z.ZodType>(name: string, schema: S, perform: (input: z.output<S>) => Json): Action =>
    (input) => {
      operations.add(`kms.${name}`);
      const parsed = schema.safeParse(input);
      if (!parsed.success) throw new ServiceError('ValidationException', z.prettifyError(parsed.error));
      return perform(parsed.data);
    };
  const switched =
    (enabled: boolean) =>
    (input: z.output<typeof Keyed>): Json => {
      find(input.KeyId).enable(enabled);
      return {};
    };
  /** A key that nobody has is refused as such. */
  const keyArnOf = (input: Json): string | undefined => {
    const named =
      typeof input.CiphertextBlob === 'string' ? keyIdOf(Buffer.from(input.CiphertextBlob, 'base64')) : undefined;
    const id = named ?? input.KeyId;
    return keys.find(({ plan }) => plan.keyId === id || plan.arn === id)?.plan.arn;
  };
  const guard =
    gate &&
    guardBy(gate, (name, input) => {
      const keyArn = keyArnOf(input);
      return keyArn === undefined ? [] : needsOfKeys(name, input, keyArn);
    });
  const actions: Record<string, Action> = {
    DescribeKey: action('DescribeKey', Keyed, ({ KeyId }) => ({ KeyMetadata: metadataOf(find(KeyId), clock.now()) })),
    DisableKey: action('DisableKey', Keyed, switched(false)),
    EnableKey: action('EnableKey', Keyed, switched(true)),
    Encrypt: action('Encrypt', Encrypt, ({ KeyId, Plaintext, EncryptionContext }) => {
      const key = usable(KeyId);
      if (Plaintext.length > MAX_PLAINTEXT_BYTES)
        throw new ServiceError('ValidationException', 'More than 4096 bytes.');
      return { KeyId: key.plan.arn, CiphertextBlob: key.encrypt(Plaintext, EncryptionContext).toString('base64') };
    }),
    GenerateDataKey: action('GenerateDataKey', DataKey, ({ KeyId, EncryptionContext }) => {
      const key = usable(KeyId);
      const plaintext = randomBytes(DATA_KEY_BYTES);
      return {
        KeyId: key.plan.arn,
        Plaintext: plaintext.toString('base64'),
        CiphertextBlob: key.encrypt(plaintext, EncryptionContext).toString('base64'),
      };
    }),
    Decrypt: action('Decrypt', Decrypt, ({ KeyId, CiphertextBlob, EncryptionContext }) => {
      const named = keyIdOf(CiphertextBlob);
      const key = keys.find(({ plan }) => plan.keyId === named);
      if (key === undefined) throw new ServiceError('InvalidCiphertextException', '');
      if (KeyId !== undefined && find(KeyId) !== key)
        throw new ServiceError('IncorrectKeyException', 'It was another key.');
      const plaintext = usable(named).decrypt(CiphertextBlob, EncryptionContext);
      return { KeyId: key.plan.arn, Plaintext: plaintext.toString('base64') };
    }),
  };
  return awsJsonService('1.1', actions, guard);
}

const keyIdOf = (ciphertext: Buffer): string => ciphertext.subarray(0, KEY_ID_BYTES).toString();

const metadataOf = ({ plan, enabled }: LocalKey, now: number): Json => ({
  KeyId: plan.keyId,
  Arn: plan.arn,
  CreationDate: now / 1000,
  Enabled: enabled,
  KeyState: enabled ? 'Enabled' : 'Disabled',
  KeyUsage: 'ENCRYPT_DECRYPT',
  KeySpec: 'SYMMETRIC_DEFAULT',
  KeyManager: 'CUSTOMER',
});
