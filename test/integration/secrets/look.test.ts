import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keptOf } from '../../../functions/notify/deps.ts';
import { lookAtSecrets } from '../../../functions/notify/look.ts';
import { startSecrets } from '../../browser/parts.ts';

const PASSWORD = 'hunter2';

let dir: string;
let service: Awaited<ReturnType<typeof startSecrets>>;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'secrets-look-'));
  service = await startSecrets(dir, {});
});
afterEach(async () => {
  vi.restoreAllMocks();
  await service.stop();
  rmSync(dir, { recursive: true });
});

const ask = () => {
  const env = { TABLE_NAME: 't', STAGE: 'test', MAIL_FROM: 'f', PUBLIC_URL: 'p', EVIDENCE_BUCKET: 'e' };
  return lookAtSecrets(keptOf({ ...env, ...service.arns, CHANNEL_HOSTS: 'sms.example' }, service.client));
};
const set = (SecretId: string, value: unknown) =>
  service.client.send(
    new PutSecretValueCommand({ SecretId, SecretString: typeof value === 'string' ? value : JSON.stringify(value) }),
  );

test('each is told by its state, as it is at this moment, and nothing of it in answer or log', async () => {
  const logged: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((text) => logged.push(String(text)) > 0);
  const { MAIL_SECRET_ARN, ROBOT_SECRET_ARN, SMS_SECRET_ARN } = service.arns;
  const answers = [await ask()];
  expect(answers[0]).toEqual({ mail: 'not-set', robot: 'not-set', sms: 'not-set' });
  await set(MAIL_SECRET_ARN, { url: `smtps://user:${PASSWORD}@mail.example:465` });
  await set(ROBOT_SECRET_ARN, { url: `https://elsewhere.example/send?access_token=${PASSWORD}` });
  await set(SMS_SECRET_ARN, { url: 'https://sms.example/send', secret: PASSWORD });
  answers.push(await ask());
  expect(answers[1]).toEqual({ mail: 'usable', robot: 'unusable', sms: 'usable' });
  await set(MAIL_SECRET_ARN, { [`smtps://user:${PASSWORD}@mail.example`]: 1 });
  await set(SMS_SECRET_ARN, `https://sms.example/${PASSWORD}`);
  answers.push(await ask());
  expect(answers[2]).toEqual({ mail: 'malformed', robot: 'unusable', sms: 'malformed' });
  expect(JSON.stringify(answers) + logged.join('')).not.toContain(PASSWORD);
});

test('a service that does not answer is told, too', async () => {
  await service.stop();
  expect(await ask()).toEqual({ mail: 'not-readable', robot: 'not-readable', sms: 'not-readable' });
});
