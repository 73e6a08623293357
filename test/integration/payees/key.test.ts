import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EnableKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awsJsonService, ServiceError } from '../../../infra/local/http/aws-json.ts';
import { createLocalServer, listen } from '../../../infra/local/http/server.ts';
import { PayeeKey } from '../../../shared/payees/key.ts';
import { startKeys } from '../../browser/parts.ts';

const dir = mkdtempSync(join(tmpdir(), 'keys-'));
const ACCOUNT = { accountName: '甲公司', bank: '示例银行第一支行', accountNumber: '6299000000000000' };
const CONTEXT = { roundId: 'qd-2025', awardId: 'qd-2025.b.0000000000000001', payeeRef: 'payee-1' };
const UNREADABLE = { name: 'BadInput', code: 'payee.unreadable' };

let keys: Awaited<ReturnType<typeof startKeys>>;
beforeAll(async () => {
  keys = await startKeys(dir);
});
afterAll(async () => {
  await keys.stop();
  rmSync(dir, { recursive: true });
});

test('an account opens as it was sealed, under a data key of its own, and says nothing while it is sealed', async () => {
  const key = new PayeeKey(keys.keyArn, keys.kms);
  const [one, other] = [await key.seal(CONTEXT, ACCOUNT), await key.seal(CONTEXT, ACCOUNT)];
  expect(await key.open(CONTEXT, one)).toEqual(ACCOUNT);
  expect(one.dataKey).not.toBe(other.dataKey);
  expect(one.data).not.toBe(other.data);
  for (const part of Object.values(one)) expect(Buffer.from(part, 'base64').toString()).not.toMatch(/6299|甲公司|支行/);
});

test.each(['roundId', 'awardId', 'payeeRef'] as const)(
  'moved to a record of another %s it does not open',
  async (what) => {
    const key = new PayeeKey(keys.keyArn, keys.kms);
    const sealed = await key.seal(CONTEXT, ACCOUNT);
    const other = { ...CONTEXT, [what]: `${CONTEXT[what]}0` };
    const decrypt = { KeyId: keys.keyArn, CiphertextBlob: Buffer.from(sealed.dataKey, 'base64') };
    await expect(keys.kms.send(new DecryptCommand({ ...decrypt, EncryptionContext: other }))).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
    await expect(key.open(other, sealed)).rejects.toMatchObject(UNREADABLE);
  },
);

test.each(['data', 'tag', 'iv', 'dataKey'] as const)('with another %s it does not open', async (part) => {
  const key = new PayeeKey(keys.keyArn, keys.kms);
  const sealed = await key.seal(CONTEXT, ACCOUNT);
  const bytes = Buffer.from(sealed[part], 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  await expect(key.open(CONTEXT, { ...sealed, [part]: bytes.toString('base64') })).rejects.toMatchObject(UNREADABLE);
});

test('the key is its owner’s alone, the same at the next start, and refuses while it is switched off', async () => {
  const [, keyId] = keys.keyArn.split('/');
  expect(statSync(join(dir, 'kms', `${keyId}.json`)).mode & 0o777).toBe(0o600);
  const sealed = await new PayeeKey(keys.keyArn, keys.kms).seal(CONTEXT, ACCOUNT);
  await keys.kms.send(new DisableKeyCommand({ KeyId: keyId }));
  await keys.stop();
  keys = await startKeys(dir);
  const key = new PayeeKey(keys.keyArn, keys.kms);
  const unavailable = { name: 'KeyUnavailable', message: 'DisabledException' };
  await expect(key.seal(CONTEXT, ACCOUNT)).rejects.toMatchObject(unavailable);
  await expect(key.open(CONTEXT, sealed)).rejects.toMatchObject(unavailable);
  await keys.kms.send(new EnableKeyCommand({ KeyId: keyId }));
  expect(await key.open(CONTEXT, sealed)).toEqual(ACCOUNT);
  const { KeyMetadata } = await keys.kms.send(new DescribeKeyCommand({ KeyId: keys.keyArn }));
  expect(KeyMetadata).toMatchObject({ KeyId: keyId, Arn: keys.keyArn, KeyState: 'Enabled' });
});

test('while KMS throttles it is asked a few times and no more', async () => {
  let asked = 0;
  const busy = awsJsonService('1.1', {
    GenerateDataKey: () => {
      asked += 1;
      throw new ServiceError('ThrottlingException', 'later');
    },
  });
  const server = createLocalServer((request, response) => void busy(request, response));
  const endpoint = `http://127.0.0.1:${await listen(server, 0, 'KMS', '')}`;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const kms = new KMSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 3 });
  await expect(new PayeeKey(keys.keyArn, kms).seal(CONTEXT, ACCOUNT)).rejects.toMatchObject({
    name: 'KeyUnavailable',
    message: 'ThrottlingException',
  });
  expect(asked).toBe(3);
  kms.destroy();
  server.closeAllConnections();
  server.close();
});
