import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Channel } from '../../../functions/notify/channels/channel.ts';
import { keptBeside, keptMail } from '../../../functions/notify/channels/kept.ts';
import { type Letter, mailChannel } from '../../../functions/notify/channels/mail.ts';
import { noRobot, type RobotMessage, robotChannel } from '../../../functions/notify/channels/robot.ts';
import { fillSecrets, openSecret } from '../../../infra/local/secrets/kept.ts';
import { SECRET_AGE_MS, Secret } from '../../../shared/secrets/secret.ts';
import { startMailbox, startSecrets } from '../../browser/parts.ts';

const root = mkdtempSync(join(tmpdir(), 'secrets-'));
afterAll(() => rmSync(root, { recursive: true }));

let kept: Awaited<ReturnType<typeof startSecrets>>;
let folder = 0;
beforeEach(async () => {
  // Time moves only when a test says so; connections have the real one.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2025-11-03T01:00:00.000Z') });
  folder += 1;
  kept = await startSecrets(join(root, String(folder)), {});
});
afterEach(async () => {
  vi.useRealTimers();
  await kept.stop();
});

const set = (SecretId: string, value: unknown) =>
  kept.client.send(
    new PutSecretValueCommand({ SecretId, SecretString: typeof value === 'string' ? value : JSON.stringify(value) }),
  );
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);
const letter: Letter = {
  ...{ from: 'a@awards.example.test', to: { name: '甲', address: 'b@awards.example.test' } },
  ...{ messageId: '<1@awards.example.test>', subject: '测试', text: '正文', html: '<p>正文</p>', headers: {} },
};

test('a value is read once, and a rotation is seen when the known one has become old', async () => {
  const { MAIL_SECRET_ARN } = kept.arns;
  await set(MAIL_SECRET_ARN, { url: 'smtps://u:one@mail.example:465' });
  const secret = new Secret('mail', MAIL_SECRET_ARN, kept.client);
  const [first, same] = await Promise.all([secret.read(), secret.read()]);
  expect(first).toEqual({ url: 'smtps://u:one@mail.example:465' });
  expect(same).toBe(first);
  await set(MAIL_SECRET_ARN, { url: 'smtps://u:two@mail.example:465' });
  pass(SECRET_AGE_MS - 1);
  expect(await secret.read()).toBe(first);
  pass(1);
  expect(await secret.read()).toEqual({ url: 'smtps://u:two@mail.example:465' });
});

test('the value before is kept under its own name, and the same put twice is one version', async () => {
  const { SMS_SECRET_ARN: SecretId } = kept.arns;
  const put = (token: string, secret: string) =>
    kept.client.send(
      new PutSecretValueCommand({
        ...{ SecretId, ClientRequestToken: token.padEnd(32, '0') },
        SecretString: JSON.stringify({ url: 'https://sms.example', secret }),
      }),
    );
  await put('1', 'one');
  await put('2', 'two');
  await put('2', 'two');
  const read = async (VersionStage: string) =>
    JSON.parse((await kept.client.send(new GetSecretValueCommand({ SecretId, VersionStage }))).SecretString ?? '')
      .secret;
  expect([await read('AWSCURRENT'), await read('AWSPREVIOUS')]).toEqual(['two', 'one']);
  await expect(put('2', 'three')).rejects.toMatchObject({ name: 'ResourceExistsException' });
});

test.each([
  ['no JSON', 'smtps://user:hunter2@mail.example'],
  ['another protocol', { url: 'https://user:hunter2@mail.example' }],
  ['an unknown field', { url: 'smtps://mail.example', password: 'hunter2' }],
])('what is no mail server (%s) is told by its code, without a word of it', async (_what, value) => {
  await set(kept.arns.MAIL_SECRET_ARN, value);
  const mail = keptMail(new Secret('mail', kept.arns.MAIL_SECRET_ARN, kept.client), ({ url }) => mailChannel(url));
  const failed = await mail.send(letter).catch((error: unknown) => error);
  expect(failed).toMatchObject({ name: 'BadInput', code: 'mail.secret-malformed' });
  expect(JSON.stringify(failed) + String(failed)).not.toContain('hunter2');
});

test('a letter waits for its secret, goes once it is set, and by the new server after a rotation', async () => {
  const [one, two] = [await startMailbox(), await startMailbox()];
  try {
    const { MAIL_SECRET_ARN } = kept.arns;
    const mail = keptMail(new Secret('mail', MAIL_SECRET_ARN, kept.client), ({ url }) => mailChannel(url));
    await expect(mail.send(letter)).rejects.toMatchObject({ name: 'BadInput', code: 'mail.secret-missing' });
    await set(MAIL_SECRET_ARN, { url: one.url });
    pass(SECRET_AGE_MS);
    await mail.send(letter);
    await set(MAIL_SECRET_ARN, { url: two.url });
    await mail.send(letter);
    pass(SECRET_AGE_MS);
    await mail.send(letter);
    expect([one.mails.length, two.mails.length]).toEqual([2, 1]);
  } finally {
    await Promise.all([one.stop(), two.stop()]);
  }
});

test('a server that does not take letters any more is looked up anew at once', async () => {
  const [gone, there] = [await startMailbox(), await startMailbox()];
  await gone.stop();
  try {
    const { MAIL_SECRET_ARN } = kept.arns;
    await set(MAIL_SECRET_ARN, { url: gone.url });
    const mail = keptMail(new Secret('mail', MAIL_SECRET_ARN, kept.client), ({ url }) => mailChannel(url));
    await expect(mail.send(letter)).rejects.toMatchObject({ name: 'NotSent' });
    await set(MAIL_SECRET_ARN, { url: there.url });
    await mail.send(letter);
    expect(there.mails).toHaveLength(1);
  } finally {
    await there.stop();
  }
});

test('a service that does not answer is no reason to put letters aside, and none to lose what goes beside them', async () => {
  const { MAIL_SECRET_ARN, ROBOT_SECRET_ARN } = kept.arns;
  const mail = keptMail(new Secret('mail', MAIL_SECRET_ARN, kept.client), ({ url }) => mailChannel(url));
  const robot = robotOf(ROBOT_SECRET_ARN);
  await kept.stop();
  await expect(mail.send(letter)).rejects.not.toMatchObject({ name: 'BadInput' });
  await expect(robot.send({ title: '', text: '' })).rejects.toMatchObject({ name: 'NotSent', channel: 'robot' });
});

const robotOf = (arn: string): Channel<RobotMessage> =>
  keptBeside(
    new Secret('robot', arn, kept.client),
    ({ url, secret }) => robotChannel(url, secret, { hosts: [] }),
    noRobot,
  );

test('a robot that nobody has set up is told nothing; one on a host that is not on the list, neither', async () => {
  const { ROBOT_SECRET_ARN } = kept.arns;
  await expect(robotOf(ROBOT_SECRET_ARN).send({ title: '', text: '' })).resolves.toBeUndefined();
  await set(ROBOT_SECRET_ARN, { url: 'https://robot.example/send?access_token=hunter2' });
  const failed = await robotOf(ROBOT_SECRET_ARN)
    .send({ title: '', text: '' })
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ name: 'NotSent', message: 'robot.not-sent no-secret' });
});

test('the local service keeps what was set over a start, in a file of its owner’s; what a start gave the next one replaces', () => {
  const dir = join(root, 'kept');
  const plan = { name: 'awards/local/mail', arn: 'arn:mail' };
  const start = (value: string) => {
    const secret = openSecret(dir, plan);
    fillSecrets([secret], { [plan.name]: value }, 0);
    return secret;
  };
  expect(start('one').versions.map(({ value }) => value)).toEqual(['one']);
  expect(start('one').versions.map(({ value }) => value)).toEqual(['one']);
  expect(start('two').versions[0]?.value).toBe('two');
  start('two').put({ id: 'by-hand', value: 'three', createdAt: 1 });
  expect(start('four').versions.map(({ value }) => value)).toEqual(['three', 'two']);
  expect(statSync(join(dir, 'awards%2Flocal%2Fmail.json')).mode & 0o777).toBe(0o600);
  expect(() => fillSecrets([], { [plan.name]: 'one' }, 0)).toThrow('no secret');
});
