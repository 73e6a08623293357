import { SendMessageCommand } from '@aws-sdk/client-sqs';
import type { Context, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { REASONS } from '../../../shared/reasons.ts';
import { consumer } from '../../../shared/runtime/consumers.ts';
import { StartRequest } from '../../../shared/schemas/workflow.ts';
import { makeCity } from '../flows/city.ts';
import { type Flows, openFlows } from '../flows/harness.ts';
import { openFinance } from '../flows/money.ts';
import { submitAll } from '../flows/rounds.ts';
import { GIANT, garbageOf, type Json, NOT_JSON } from './generate.ts';
import {
  type Answer,
  badInputs,
  type Found,
  functionNames,
  invoke,
  invokeLater,
  letters,
  putEvent,
  queueUrl,
  type Resource,
  resources,
} from './senders.ts';
import { ANSWER, CALLED, FED, FREE, INSTRUCTION, QUEUES, STREAMS } from './shapes.ts';
import { changes, snapshot } from './snapshot.ts';

const COUNT = 10;
const city = makeCity({ roundId: 'garbage', invite: { 'benchmark-enterprise': 1 } });

let flows: Flows;
let all: Resource[];
let functions: Record<string, string>;
let before: Record<string, string>;
beforeAll(async () => {
  flows = await openFlows({ bundled: true });
  all = await resources();
  functions = functionNames(all);
  await flows.openRound(city);
  await submitAll(flows, city.applicants);
  // It notes up to when it has looked, the first time.
  await invoke(flows, flows.output('ReconcilerFunctionName'), { by: '王处长' });
  before = await snapshot(flows);
  // A round with one application: what there is to be changed.
  const kinds = Object.keys(before).map((name) => name.split(' ')[0]);
  expect(new Set(kinds)).toEqual(new Set(['record', 'object', 'execution', 'mail']));
});
afterAll(async () => {
  await flows.seen();
  await flows.close();
});

/** The letters and metrics that come of some work, and that nothing else does. */
async function after(work: () => Promise<unknown>): Promise<{ found: Found[]; counted: Record<string, number> }> {
  const known = new Set((await letters(flows)).map(({ message }) => message.MessageId));
  const metrics = badInputs(flows);
  await work();
  expect(changes(before, await snapshot(flows))).toEqual([]);
  const counted = Object.entries(badInputs(flows)).map(([code, n]) => [code, n - (metrics[code] ?? 0)] as const);
  return {
    found: (await letters(flows)).filter(({ message }) => !known.has(message.MessageId)),
    counted: Object.fromEntries(counted.filter(([, n]) => n > 0)),
  };
}

/** Every letter says why in both languages, and none of it repeats what was sent. */
function explained(found: Found[]): void {
  for (const { code, zh, en, detail = '', message } of found) {
    expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    expect(en).toMatch(/^[A-Z].*\.$/);
    expect(`${zh}${en}${detail}`).not.toContain('长长');
    if (!(code in REASONS)) continue;
    expect(message.MessageAttributes?.['At']?.StringValue).toBe('2025-11-03T01:00:00.000Z');
    for (const name of ['Function', 'Source', 'RequestId'])
      expect(message.MessageAttributes?.[name]?.StringValue, name).toMatch(/\S/);
  }
}

const countBy = (codes: string[]) =>
  Object.fromEntries([...new Set(codes)].map((code) => [code, codes.filter((one) => one === code).length]));

const jsonOf = (values: Json[]) => values.map((value) => JSON.stringify(value));

test('the garbage knows every queue, every stream’s consumer, every rule and every function', () => {
  const ids = (type: string) => all.filter(({ Type }) => Type === type);
  const short = (id: string) => id.replace(/[0-9A-F]{8}$/, '');
  const dead = /(Dead|Undelivered|Failed|FailedInvocations)$/;
  const queues = ids('AWS::SQS::Queue').map(({ id }) => short(id));
  expect(queues.filter((id) => !dead.test(id)).sort()).toEqual(
    [...Object.keys(QUEUES), 'Finance'].map((id) => `${id}Queue`).sort(),
  );
  const streams = ids('AWS::Lambda::EventSourceMapping').filter(({ Properties }) => 'StartingPosition' in Properties);
  expect(streams).toHaveLength(Object.keys(STREAMS).length);
  // Uploads, answers of finance, the hour that calls the reconciler, and the minutes that send what is due.
  expect(ids('AWS::Events::Rule')).toHaveLength(4);
  expect(Object.keys(functions).sort()).toEqual(Object.keys({ ...CALLED, ...FED }).sort());
});

test.each(Object.entries(QUEUES))(
  'garbage in the queue %s is parked with its reason, and changes nothing',
  async (id, shapes) => {
    const sent = [
      ...NOT_JSON,
      ...shapes.flatMap(({ example, free = [] }) =>
        [example, ...garbageOf(example, COUNT, free)].map((value) => JSON.stringify(value)),
      ),
    ];
    const url = await queueUrl(flows, id);
    const { found, counted } = await after(() => Promise.all(sent.map((body) => flows.tell(url, body))));
    expect(found.map(({ body }) => body).sort()).toEqual(sent.toSorted());
    explained(found);
    expect(counted).toEqual(countBy(found.map(({ code }) => code)));
    expect(counted['message.not-json']).toBe(NOT_JSON.length);
    const own = countBy(shapes.map(({ code }) => code));
    for (const { code } of shapes) expect(counted[code]).toBe(own[code]);
  },
);

test('what is too long for a queue is refused where it is sent', async () => {
  const url = await queueUrl(flows, 'WorkflowStart');
  const { found } = await after(() => expect(flows.tell(url, GIANT.repeat(2))).rejects.toThrow('shorter'));
  expect(found).toEqual([]);
});

test('what cannot be parked is tried again, and not lost', async () => {
  const nowhere = flows.output('FinanceDeadLetterUrl').replace(/[^/]+$/, 'no-such-queue');
  const handler = consumer(StartRequest, nowhere, () => Promise.resolve());
  const record = { messageId: 'garbage', body: 'not json {', eventSourceARN: 'arn:aws:sqs:x:0:y' };
  // As much of the event and its context as is looked at.
  const said = await handler({ Records: [record] } as SQSEvent, { functionName: 'x', awsRequestId: 'y' } as Context);
  expect(said).toEqual({ batchItemFailures: [{ itemIdentifier: 'garbage' }] });
});

test('garbage in the finance queue is parked by the office that reads it, and pays nobody', async () => {
  const office = openFinance(flows, () => ({ outcome: 'paid' }));
  const sent = [...NOT_JSON, ...jsonOf(garbageOf(INSTRUCTION, COUNT, ['payeeRef']))];
  const send = (MessageBody: string, i: number) => {
    const fifo = { MessageGroupId: `group-${i}`, MessageDeduplicationId: `garbage-${i}` };
    return flows.sqs.send(new SendMessageCommand({ QueueUrl: flows.output('FinanceQueueUrl'), MessageBody, ...fifo }));
  };
  const { found } = await after(async () => {
    await Promise.all(sent.map(send));
    await office.take();
  });
  expect(office.received()).toEqual([]);
  await office.close();
  expect(found.map(({ queue, code }) => `${queue.name} ${code}`)).toEqual(
    sent.map(() => 'Finance-Dead finance.message-malformed'),
  );
  explained(found);
});

test('garbage on the buses is parked behind the rule that wanted it; what nobody wants is gone', async () => {
  const uploads = QUEUES['IntakeInbox'] ?? [];
  const bucket = flows.output('InboxBucket');
  const objects = uploads.flatMap(({ example, free }) => {
    const { object } = (example as { detail: { object: Json } }).detail;
    return garbageOf({ object }, COUNT, free).filter((one) => typeof one === 'object' && !Array.isArray(one));
  });
  const answers = garbageOf(ANSWER.example, COUNT).filter((one) => typeof one === 'object' && !Array.isArray(one));
  const wanted = objects.map((one) => ({ ...(one as object), bucket: { name: bucket } }));
  const bus = flows.output('BusName');
  const { found, counted } = await after(async () => {
    for (const one of wanted) await putEvent(flows, 'default', ['aws.s3', 'Object Created'], one);
    for (const one of [ANSWER.example, ...answers])
      await putEvent(flows, bus, ['finance', 'DisbursementSettled'], one ?? {});
    await putEvent(flows, bus, ['somebody', 'Something'], { anything: GIANT });
    await putEvent(flows, 'default', ['somebody', 'Something'], {});
    // As long as the bus takes it: with its envelope too long for the queue behind the rule.
    await putEvent(flows, bus, ['finance', 'DisbursementSettled'], { reason: GIANT + GIANT.slice(0, 17_000) });
  });
  expect(countBy(found.map(({ queue }) => queue.name))).toEqual({
    'Intake-Inbox-Dead': wanted.length,
    'Publishing-Settlement-Dead': answers.filter((one) => one !== null).length + 1,
    'Publishing-Settlements-Undelivered': 1,
  });
  explained(found);
  expect(counted['settlement.unknown']).toBe(1);
  expect(found.find(({ queue }) => queue.name.endsWith('Undelivered'))).toMatchObject({ code: 'event.undelivered' });
});

test.each(Object.entries(STREAMS))(
  'garbage in the table, for the stream %s, is parked by its place',
  async (id, shape) => {
    const { example, free, mark, code } = shape;
    const rows = [example, ...garbageOf(example, COUNT, free)]
      .filter((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
      .map((one, i) => ({ key: { pk: `GARBAGE#${id}`, sk: `${i}` }, item: { ...(one as object), ...mark } }));
    await flows.table.putMany(rows);
    const now = changes(before, await snapshot(flows));
    expect(now.map((change) => change.split(':')[0]).sort()).toEqual(
      rows.map(({ key }) => `record ${key.pk} ${key.sk}`).sort(),
    );
    const found = (await letters(flows)).filter(({ queue }) => queue.name.replaceAll('-', '') === `${id}Failed`);
    expect(found.map(({ body }) => JSON.parse(body).key.sk).sort()).toEqual(rows.map(({ key }) => key.sk).sort());
    explained(found);
    expect(found.find(({ body }) => JSON.parse(body).key.sk === '0')?.code).toBe(code);
    expect(JSON.stringify(found.map(({ body }) => body))).not.toContain('91370200MA3CA8QX2R');
    for (const { key } of rows) await flows.table.delete(key);
    expect(changes(before, await snapshot(flows))).toEqual([]);
  },
);

test('functions say by a stable code what is wrong with what they are called with, and do nothing', async () => {
  const refusals: string[] = [];
  const { found, counted } = await after(async () => {
    for (const [name, { examples, answer = null }] of Object.entries(CALLED)) {
      for (const example of examples) {
        const said = await invoke(flows, functions[name] ?? name, example);
        if ('answer' in said) expect(said.answer, name).toMatchObject(answer ?? { refused: name });
        else refusals.push(codeOf(name, said));
      }
      for (const payload of examples.flatMap((example) => garbageOf(example, 5, FREE)))
        refusals.push(codeOf(name, await invoke(flows, functions[name] ?? name, payload)));
    }
    for (const [name, example] of Object.entries(FED))
      for (const payload of garbageOf(example, 5, FREE))
        refusals.push(codeOf(name, await invoke(flows, functions[name] ?? name, payload)));
  });
  expect(found).toEqual([]);
  expect(counted).toEqual(countBy(refusals));
});

/** The code of a refusal. */
function codeOf(name: string, said: Answer): string {
  if ('answer' in said) throw new Error(`${name} answered ${JSON.stringify(said.answer)}`);
  expect(said.error.errorType, `${name}: ${said.error.errorMessage}`).toMatch(/^(BadInput|NotFound)$/);
  expect(said.error.errorMessage).not.toContain('长长');
  const code = said.error.errorMessage.split(':')[0] ?? '';
  expect(REASONS).toHaveProperty([code]);
  return code;
}

test('a function that an event comes to parks it with the reason', async () => {
  const names = Object.keys({ ...CALLED, ...FED });
  const { found, counted } = await after(async () => {
    for (const name of names) await invokeLater(flows, functions[name] ?? name, { garbage: name });
  });
  expect(found.map(({ body }) => JSON.parse(body).requestPayload.garbage).sort()).toEqual(names.toSorted());
  for (const { queue, code, zh, en } of found) {
    expect(queue.name).toBe('FailedInvocations');
    expect(REASONS).toHaveProperty([code], { zh, en });
  }
  // Lambda tries twice more before it gives up.
  expect(counted).toEqual(countBy(found.flatMap(({ code }) => [code, code, code])));
});
