/** The whole app, as synthesized, in the local cloud with a clock that stands still; and the ways people reach it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { PurgeQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { type LocalCloud, startLocalCloud } from '../../../infra/local/cloud.ts';
import { caughtMessages, channelHosts } from '../../../infra/local/start/awards-cloud.ts';
import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { Table } from '../../../shared/store/table.ts';
import { inlineCloud } from '../../faults/inline.ts';
import { expectPermissions } from '../../permissions/expect.ts';
import { assembly } from './assembly.ts';
import type { City } from './city.ts';
import { type Broken, expectInvariants } from './invariants.ts';
import { type Answer, follow, postFile, type Visit } from './visit.ts';

/** 09:00 in Qingdao on the day of the plan's call. */
const START = Date.parse('2025-11-03T01:00:00.000Z');

export interface Mail {
  number: number;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** What the mail is about: `slot`, `upload`, or a kind of task. */
  kind: string;
  /** Id of the task, or of the application. */
  about: string;
  link: string;
}

export type Flows = Awaited<ReturnType<typeof openFlows>>;

export interface FlowsOptions {
  /** Another app than the one as it is. */
  assemblyDir?: string;
  /** Values of the stage's secrets; left out, letters and messages are caught. */
  secrets?: typeof caughtMessages;
  /** Functions run from their bundles in threads of their own, as they are deployed; else from their sources in this process. */
  bundled?: boolean;
  /** Goes on where another one was left: the same state, links and rounds. */
  from?: Left;
}

/** What one that was stopped leaves behind. */
export interface Left {
  dataDir: string;
  rounds: string[];
}

/** Boots everything. One per test file: its rounds and applications do not see each other. */
export async function openFlows({ assemblyDir, bundled = false, from, secrets = caughtMessages }: FlowsOptions = {}) {
  const dataDir = from?.dataDir ?? mkdtempSync(join(tmpdir(), 'awards-flows-'));
  // Links name the address: whoever goes on must be found at the same one.
  const { load, retryCapMs, ...places } = await inlineCloud();
  const cloud = await startLocalCloud({
    assemblyDir: assemblyDir ?? (await assembly()),
    dataDir,
    clock: { mode: 'still', start: START },
    ...places,
    ...(bundled ? {} : { load, retryCapMs }),
    secrets,
    parameters: (endpoints) => ({
      MailFrom: 'awards@example.test',
      PublicUrl: endpoints.http,
      ChannelHosts: channelHosts(endpoints),
    }),
  });
  // Handlers that a test calls itself find the same cloud and the same time.
  Object.assign(process.env, cloud.environment);
  Object.assign(globalThis, { [Symbol.for('awards.clock')]: () => cloud.clock.now() });
  const logDir = join(dataDir, 'logs');
  /** All that functions have logged, where they run in threads of their own (`bundled`). */
  const logs = (): string =>
    readdirSync(logDir)
      .map((name) => readFileSync(join(logDir, name), 'utf8'))
      .join('\n');
  const output = (name: string) => {
    const value = cloud.outputs[name];
    if (value === undefined) throw new Error(`no output ${name}`);
    return value;
  };
  const { endpoints } = cloud;
  const clients = {
    s3: new S3Client({ endpoint: endpoints.s3, forcePathStyle: true }),
    sqs: new SQSClient({ endpoint: endpoints.sqs }),
    events: new EventBridgeClient({ endpoint: endpoints.eventbridge }),
    lambda: new LambdaClient({ endpoint: endpoints.lambda }),
    machines: new SFNClient({ endpoint: endpoints.stepfunctions }),
    database: new DynamoDBClient({ endpoint: endpoints.dynamodb }),
  };
  const table = new Table(output('TableName'), clients.database);
  const evidence = new Bucket(output('EvidenceBucket'), clients.s3);
  const inbox = new Bucket(output('InboxBucket'), clients.s3);
  const opened = new Set<string>(from?.rounds);
  const looked = { cloud, output, table, evidence, inbox, sqs: clients.sqs };
  const post = mailroom(cloud, dataDir);

  const invoke = async (FunctionName: string, payload: unknown): Promise<unknown> => {
    const answer = await clients.lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
    const said: unknown = JSON.parse(new TextDecoder().decode(answer.Payload));
    if (answer.FunctionError !== undefined) throw new Error(`${FunctionName}: ${JSON.stringify(said)}`);
    return said;
  };
  const call = async (payload: unknown) => {
    const answer = await invoke(output('CallFunctionName'), payload);
    await cloud.idle();
    return answer;
  };
  const store = async (value: unknown): Promise<string> => {
    const text = typeof value === 'string' ? value : canonicalJson(value);
    const key = `config/${sha256Hex(text)}.json`;
    await evidence.write(key, text, 'application/json');
    return key;
  };

  return {
    logs,
    ...looked,
    dataDir,
    deps: { table, evidence },
    ...clients,
    ...post,
    invoke,
    call,
    store,
    /** Opens the city's round as the operator does, and waits until its invitations are out. */
    openRound: async (city: City) => {
      const entries = Object.entries(city.registers).map(async ([kind, rows]) => [kind, await store(rows)] as const);
      const registers = Object.fromEntries(await Promise.all(entries));
      opened.add(city.roundId);
      const request = { op: 'open', roundId: city.roundId, policy: await store(city.policy), registers };
      return call({ ...request, secret: '0123456789abcdef0123' });
    },
    /** What could not be handled, by the name of its dead-letter queue. */
    deadLetters: async (): Promise<Record<string, string[]>> => {
      const urls = output('DlqUrls').split(',');
      const found = await Promise.all(
        urls.map(async (QueueUrl) => {
          const look = { QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 0 };
          const { Messages = [] } = await clients.sqs.send(new ReceiveMessageCommand(look));
          return [QueueUrl.split('/').at(-1) ?? '', Messages.map((message) => message.Body ?? '')] as const;
        }),
      );
      return Object.fromEntries(found.filter(([, bodies]) => bodies.length > 0));
    },
    /** Somebody has seen all dead letters, or those of the queues of this name, and they are gone. */
    seen: async (name = ''): Promise<void> => {
      const urls = output('DlqUrls')
        .split(',')
        .filter((url) => url.includes(name));
      for (const QueueUrl of urls) await clients.sqs.send(new PurgeQueueCommand({ QueueUrl }));
    },
    /** Puts a message on a queue as it is; a text is not made JSON of. */
    tell: async (QueueUrl: string, body: unknown): Promise<void> => {
      const MessageBody = typeof body === 'string' ? body : JSON.stringify(body);
      await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    jump: (to: string | number) => cloud.clock.jumpTo(typeof to === 'number' ? to : Date.parse(to)),
    execution: async (machine: 'Round' | 'Application' | 'Scoring', name: string): Promise<string> => {
      const executionArn = `${output(`${machine}MachineArn`).replace(':stateMachine:', ':execution:')}:${name}`;
      const { status, error, cause } = await clients.machines.send(new DescribeExecutionCommand({ executionArn }));
      return status === 'FAILED' ? `FAILED ${error}: ${cause}` : String(status);
    },
    /** Stops it as it is, whatever is under way; see `from`. */
    leave: async (): Promise<Left> => {
      for (const client of Object.values(clients)) client.destroy();
      await cloud.stop();
      for (const name of Object.keys(cloud.environment)) delete process.env[name];
      return { dataDir, rounds: [...opened] };
    },
    /**
     * Ends it, and holds every round that was opened against what must always hold, and all that was called against what is allowed.
     * @param broken checks that do not hold because the test itself wrote or lost something, by round
     * @param named whether it used the permissions that its file is named for
     */
    close: async (broken: Record<string, Broken> = {}, named = true) => {
      try {
        for (const roundId of opened) await expectInvariants(looked, roundId, broken[roundId]);
        expectPermissions(cloud.permissions(), named);
      } finally {
        for (const client of Object.values(clients)) client.destroy();
        await cloud.stop();
        // Another cloud in this process must not take this one's database for its own.
        for (const name of Object.keys(cloud.environment)) delete process.env[name];
        rmSync(dataDir, { recursive: true, force: true });
      }
    },
  };
}

/** The mails that were sent, and what people do with the links in them. */
function mailroom(cloud: LocalCloud, dataDir: string) {
  const read: Mail[] = [];
  const mails = (): Mail[] => {
    for (const mail of cloud.listMails(read.at(-1)?.number ?? 0)) {
      const raw = readFileSync(join(dataDir, 'mail', `${String(mail.number).padStart(6, '0')}.eml`), 'utf8');
      const header = (name: string) =>
        new RegExp(`^${name}:\\s*(\\S+)`, 'mi').exec(raw.slice(0, raw.indexOf('\r\n\r\n')))?.[1] ?? '';
      const { number, subject, text, html = '', to } = mail;
      const link = /https?:\/\/\S+\/l\/[\w-]+/.exec(text)?.[0] ?? '';
      const about = { kind: header('X-Awards-Kind'), about: header('X-Awards-Subject') };
      read.push({ number, subject, text, html, to: to[0] ?? '', link, ...about });
    }
    return read;
  };
  const mailsAbout = (about: string, kind?: string) =>
    mails().filter((mail) => mail.about === about && (kind === undefined || mail.kind === kind));
  /** The latest mail about a task or an application. */
  const mailAbout = (about: string, kind?: string): Mail => {
    const mail = mailsAbout(about, kind).at(-1);
    if (mail === undefined) {
      const known = mails().map((one) => `${one.kind} ${one.about}`);
      throw new Error(`no mail ${kind ?? ''} about ${about}, only:\n${known.join('\n')}`);
    }
    return mail;
  };
  const visit = (about: string, kind?: string): Promise<Visit> => follow(mailAbout(about, kind).link);
  /** Follows the latest mail about a task, and decides on its page. Nothing is awaited beyond the answer. */
  const send = async (taskId: string, form: Record<string, string>): Promise<Answer> =>
    (await visit(taskId)).post(form);
  return {
    mails,
    mailsAbout,
    mailAbout,
    visit,
    send,
    /** Decides and waits until everything has come of it. @throws Error where the page did not take it. */
    decide: async (taskId: string, form: Record<string, string>): Promise<void> => {
      const answer = await send(taskId, form);
      if (answer.status !== 303) throw new Error(`${taskId} answered ${answer.status}: ${wordsOf(answer.html)}`);
      await cloud.idle();
    },
    /** Uploads a package through the slot's link, and waits until everything has come of it. */
    upload: async (applicationId: string, bytes: Uint8Array, uploadId?: string): Promise<string> => {
      const form = await uploadForm(await visit(applicationId, 'slot'), uploadId);
      const status = await postFile(form, bytes);
      if (status !== 201) throw new Error(`the bucket answered ${status}`);
      await cloud.idle();
      return form.uploadId;
    },
  };
}

export interface UploadForm {
  uploadId: string;
  url: string;
  fields: Record<string, string>;
}

export async function uploadForm(slot: Visit, uploadId?: string): Promise<UploadForm> {
  const query = uploadId === undefined ? '' : `?uploadId=${uploadId}`;
  const answer = await slot.get(`${slot.path}/upload.json${query}`);
  if (answer.status !== 200) throw new Error(`the slot answered ${answer.status}: ${answer.html}`);
  return JSON.parse(answer.html) as UploadForm;
}

/** What a page says, without its tags. */
export const wordsOf = (html: string): string =>
  (/<main[^>]*>([\s\S]*?)<\/main>/.exec(html)?.[1] ?? html)
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
