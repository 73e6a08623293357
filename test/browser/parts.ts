import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Hono } from 'hono';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';
import { startDatabase } from '../../infra/local/dynamodb/process.ts';
import { kmsService } from '../../infra/local/kms/api.ts';
import { createOperations } from '../../infra/local/operations.ts';
import { createS3Server } from '../../infra/local/s3/server.ts';
import { secretsService } from '../../infra/local/secrets/api.ts';
import { type LocalSecret, openSecret } from '../../infra/local/secrets/kept.ts';
import { arn, placeOf } from '../../infra/local/template/names.ts';
import { stageNamed } from '../../infra/stages.ts';
import { SECRET_NAMES, type SecretName, type SecretValue } from '../../shared/secrets/kinds.ts';
import { TABLE_SHAPE } from '../table-shape.ts';

/** The real parts that the pages stand on, each on a free port of the loopback address. */
const CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };
const REGION = 'us-east-1';
export const TABLE = 'awards';
export const INBOX = 'inbox';
export const EVIDENCE = 'evidence';

/** As the pages' own client has it. */
const ASKED = { forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' } as const;

interface Part {
  stop(): Promise<void>;
}

async function serve(handler: RequestListener): Promise<Part & { url: string }> {
  const server = createServer(handler);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export async function startTable(dir: string): Promise<Part & { dynamo: DynamoDBClient; connect(): DynamoDBClient }> {
  const database = await startDatabase(dir);
  const connect = () => new DynamoDBClient({ endpoint: database.endpoint, region: REGION, credentials: CREDENTIALS });
  const dynamo = connect();
  await dynamo.send(new CreateTableCommand({ TableName: TABLE, ...TABLE_SHAPE }));
  return {
    dynamo,
    /** A client of its own, for who ends it. */
    connect,
    stop: async () => {
      dynamo.destroy();
      await database.stop();
    },
  };
}

export async function startBuckets(
  dir: string,
  now: () => number,
): Promise<Part & { s3: S3Client; uploads: { key: string; etag: string; size: number }[] }> {
  const uploads: { key: string; etag: string; size: number }[] = [];
  const storage = createS3Server({
    dir,
    now,
    credentials: CREDENTIALS,
    region: REGION,
    count: () => undefined,
    onObjectCreated: ({ key, etag, size }) => void uploads.push({ key, etag, size }),
  });
  const AllowedOrigins = stageNamed('local').pageOrigins ?? [];
  const cors = [{ AllowedOrigins, AllowedMethods: ['PUT'], AllowedHeaders: ['content-type'] }];
  await storage.ensureBucket(INBOX, { versioned: false, notify: true, cors });
  await storage.ensureBucket(EVIDENCE, { versioned: false, notify: false });
  const server = await serve(storage.handle);
  const s3 = new S3Client({ endpoint: server.url, region: REGION, credentials: CREDENTIALS, ...ASKED });
  return {
    s3,
    uploads,
    stop: async () => {
      s3.destroy();
      await server.stop();
      await storage.close();
    },
  };
}

/** The service that has the key of winners' accounts, and a client for it. */
export async function startKeys(dir: string): Promise<Part & { kms: KMSClient; keyArn: string }> {
  const keyId = '00000000-0000-4000-8000-000000000001';
  const keyArn = arn(placeOf(REGION), 'kms', `key/${keyId}`);
  const parts = { dataDir: dir, operations: createOperations(), clock: { now: Date.now } };
  const handle = kmsService([{ keyId, arn: keyArn }], parts);
  const server = await serve((request, response) => void handle(request, response));
  const kms = new KMSClient({ endpoint: server.url, region: REGION, credentials: CREDENTIALS, maxAttempts: 2 });
  return {
    kms,
    keyArn,
    stop: async () => {
      kms.destroy();
      await server.stop();
    },
  };
}

/** The service that has the secrets, with these values in it, and what a function is told of where they are. */
export async function startSecrets(
  dir: string,
  values: { [N in SecretName]?: SecretValue<N> },
): Promise<Part & { client: SecretsManagerClient; secrets: Record<SecretName, LocalSecret>; arns: SecretArns }> {
  const open = (name: SecretName) =>
    openSecret(dir, {
      name: `awards/test/${name}`,
      arn: arn(placeOf(REGION), 'secretsmanager', `secret:${name}-000000`),
    });
  const secrets = { mail: open('mail'), robot: open('robot'), sms: open('sms') };
  for (const name of SECRET_NAMES) {
    const value = values[name];
    if (value !== undefined) secrets[name].put({ id: 'first', value: JSON.stringify(value), createdAt: 0 });
  }
  const handle = secretsService(Object.values(secrets), createOperations());
  const server = await serve((request, response) => void handle(request, response));
  const where = { endpoint: server.url, region: REGION, credentials: CREDENTIALS, maxAttempts: 1 };
  const client = new SecretsManagerClient(where);
  return {
    ...{ client, secrets },
    arns: {
      MAIL_SECRET_ARN: secrets.mail.plan.arn,
      ROBOT_SECRET_ARN: secrets.robot.plan.arn,
      SMS_SECRET_ARN: secrets.sms.plan.arn,
    },
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}
type SecretArns = Record<`${'MAIL' | 'ROBOT' | 'SMS'}_SECRET_ARN`, string>;

/** Catches every mail. */
export async function startMailbox(): Promise<Part & { url: string; mails: ParsedMail[] }> {
  const mails: ParsedMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    // The sender keeps its connections; nothing is on its way when a test ends.
    closeTimeout: 1,
    onData: (stream, _session, done) => {
      simpleParser(stream).then(
        (mail) => {
          mails.push(mail);
          done();
        },
        (error: Error) => done(error),
      );
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    mails,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function answer(app: Hono, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, String(value));
  const body = await bodyOf(request);
  const url = `http://${request.headers.host}${request.url}`;
  const answered = await app.fetch(
    new Request(url, { method: request.method ?? 'GET', headers, ...(body.length > 0 ? { body } : {}) }),
  );
  response.writeHead(answered.status, [...answered.headers].flat());
  response.end(Buffer.from(await answered.arrayBuffer()));
}

/** The pages' app behind a plain HTTP server. */
export const startPages = (app: Hono): Promise<Part & { url: string }> =>
  serve((request, response) => {
    answer(app, request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
