/** What the doctor says of the stage's secrets: asked of the function that uses them, in the whole system. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteFunctionConcurrencyCommand, PutFunctionConcurrencyCommand } from '@aws-sdk/client-lambda';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { secretParts } from '../../../infra/cli/doctor/secrets.ts';
import { openPlace } from '../../../infra/cli/place.ts';
import { openDesk } from '../cli/desk.ts';
import { type Flows, openFlows } from './harness.ts';

const PASSWORD = 'hunter2';
const desk = openDesk();

let flows: Flows;
beforeAll(async () => {
  flows = await openFlows({ secrets: () => ({}) });
});
afterAll(async () => {
  desk.close();
  await flows.close();
});

const outputs = () => join(flows.dataDir, 'endpoints.json');
const awards = (...args: string[]) => desk.awards([...args, '--outputs', outputs()]);
/** What the doctor says of secrets, without what it says of the rest. */
const secrets = async () => {
  const { code, out } = await awards('doctor');
  return { code, rows: out.match(/^密钥 .*$/gm) ?? [], todo: out.match(/^- 密钥 .*$/gm) ?? [], out };
};
const set = async (SecretId: string, value: unknown) => {
  const place = openPlace(outputs(), {});
  await place.secrets.send(new PutSecretValueCommand({ SecretId, SecretString: JSON.stringify(value) }));
  place.close();
};

test('without a mail server nothing leaves, without a robot or text messages they are not used', async () => {
  const { code, rows, todo } = await secrets();
  expect(code).toBe(1);
  expect(rows).toEqual([
    expect.stringMatching(/^密钥 +mail +有问题 +未设置，邮件无法发出$/),
    expect.stringMatching(/^密钥 +robot +正常 +未设置，不用这一渠道$/),
    expect.stringMatching(/^密钥 +sms +正常 +未设置，不用这一渠道$/),
  ]);
  expect(todo).toEqual(['- 密钥 mail：npm run awards -- secrets set mail --from-file 文件']);
});

test('what was set is well at once; what is not as agreed is told, and nothing of it is shown', async () => {
  const file = desk.write('mail.json', { url: `smtps://user:${PASSWORD}@mail.example:465` });
  expect(await awards('secrets', 'set', 'mail', '--from-file', file)).toMatchObject({ code: 0 });
  const well = await secrets();
  expect(well.code, well.out).toBe(0);
  expect(well.rows[0]).toMatch(/^密钥 +mail +正常 +已设置，通知函数可读，内容符合约定$/);
  await set(flows.output('MailSecretArn'), { url: `https://user:${PASSWORD}@mail.example` });
  await set(flows.output('RobotSecretArn'), { url: `https://elsewhere.example/?access_token=${PASSWORD}` });
  const ill = await secrets();
  expect(ill.code).toBe(1);
  expect(ill.rows).toEqual([
    expect.stringMatching(/^密钥 +mail +有问题 +内容不符合约定$/),
    expect.stringMatching(/^密钥 +robot +有问题 +其中的地址不在允许的主机之列$/),
    expect.stringMatching(/^密钥 +sms +正常 /),
  ]);
  for (const { out } of [well, ill]) expect(out).not.toContain(PASSWORD);
});

test('a secret that is gone, a function that may not read, and one that cannot be asked are three things', async () => {
  const found = JSON.parse(readFileSync(outputs(), 'utf8')) as { outputs: Record<string, string> };
  const gone = { ...found, outputs: { ...found.outputs, SmsSecretArn: `${found.outputs['SmsSecretArn']}0` } };
  const place = openPlace(desk.write('gone.json', gone), {});
  expect((await secretParts(place)).at(-1)).toMatchObject({ name: 'sms', state: 'bad', says: '密钥不存在' });
  place.close();

  const refused = openPlace(outputs(), {});
  const Payload = Buffer.from(JSON.stringify({ mail: 'not-readable', robot: 'not-set', sms: 'not-set' }));
  const answer = { transformToString: () => Payload.toString() };
  refused.lambda.middlewareStack.add(() => async () => ({ output: { Payload: answer, $metadata: {} }, response: {} }), {
    step: 'initialize',
  });
  expect((await secretParts(refused))[0]).toMatchObject({ name: 'mail', state: 'bad', says: '通知函数读不到' });
  refused.close();

  const FunctionName = flows.output('NotifyFunctionName').split(':')[0];
  await flows.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions: 0 }));
  const { code, rows } = await secrets();
  await flows.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  expect(code).toBe(1);
  for (const row of rows) expect(row).toMatch(/有问题 +无法查看（TooManyRequestsException）$/);
  expect(rows).toHaveLength(3);
});
