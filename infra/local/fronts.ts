import { join } from 'node:path';
import type { Activity } from './activity.ts';
import type { DomainClock } from './clock.ts';
import { startDatabase } from './dynamodb/process.ts';
import { createDatabaseProxy } from './dynamodb/proxy.ts';
import { LOOPBACK, listen } from './http/server.ts';
import type { LoadHandler } from './lambda/inline.ts';
import { type Mailbox, openMailbox } from './mail/mailbox.ts';
import { startMessages } from './mail/messages.ts';
import { startMailServer } from './mail/server.ts';
import type { Operations } from './operations.ts';
import type { Endpoints } from './resources/resource.ts';
import { closeServer, openService, type Service } from './services.ts';
import type { State } from './state.ts';
import type { Place } from './template/names.ts';
import type { Weather } from './weather/weather.ts';

type ServiceName = 'http' | 's3' | 'sqs' | 'stepfunctions' | 'eventbridge' | 'lambda' | 'kms' | 'secrets';

/** Ports on the loopback address; 0, or left out, takes any free one. */
export interface Ports {
  httpPort?: number;
  smtpPort?: number;
  s3Port?: number;
  /** Of the other services. */
  ports?: Partial<Record<'sqs' | 'stepfunctions' | 'eventbridge' | 'lambda' | 'kms' | 'secrets' | 'messages', number>>;
}

/** What all parts share. */
export interface Parts {
  dataDir: string;
  place: Place;
  state: State;
  activity: Activity;
  operations: Operations;
  clock: DomainClock;
  /** What goes wrong; undefined in fair weather. */
  weather: Weather | undefined;
  /** Runs functions in this process. */
  load: LoadHandler | undefined;
}

export interface Fronts {
  endpoints: Endpoints;
  services: Record<ServiceName, Service>;
  mailbox: Mailbox;
  /** The database itself, behind what counts: for who counts by himself. */
  database: string;
  /** To be called after writes that did not go through `endpoints.dynamodb`. */
  wrote(): void;
  /** Calls back after each write to the database. */
  onWrite(listener: () => void): void;
}

/**
 * Opens everything that has an address.
 * @param closers is given what ends each part, in the order of opening.
 */
export async function openFronts(parts: Parts, ports: Ports, closers: (() => unknown)[]): Promise<Fronts> {
  const { activity, clock, dataDir } = parts;
  const open = async (label: string, option: string, port = 0): Promise<Service> => {
    const service = await openService(label, option, port, activity);
    closers.push(service.stop);
    return service;
  };
  const services = {
    http: await open('the HTTP API', 'httpPort', ports.httpPort),
    s3: await open('S3', 's3Port', ports.s3Port),
    sqs: await open('SQS', '', ports.ports?.sqs),
    stepfunctions: await open('Step Functions', '', ports.ports?.stepfunctions),
    eventbridge: await open('EventBridge', '', ports.ports?.eventbridge),
    lambda: await open('Lambda', '', ports.ports?.lambda),
    kms: await open('KMS', '', ports.ports?.kms),
    secrets: await open('Secrets Manager', '', ports.ports?.secrets),
  };
  const mailbox = openMailbox(join(dataDir, 'mail'));
  const mail = await startMailServer({ ...parts, port: ports.smtpPort ?? 0, mailbox, now: clock.now });
  closers.push(mail.stop);
  const messages = await startMessages({ ...parts, mailbox, now: clock.now }, ports.ports?.messages ?? 0);
  closers.push(messages.stop);
  const writes: (() => void)[] = [];
  const wrote = (): void => {
    for (const listener of writes) listener();
  };
  const database = await openDatabase(parts, wrote, closers);
  return {
    endpoints: {
      http: services.http.url,
      dynamodb: database.proxied,
      s3: services.s3.url,
      sqs: services.sqs.url,
      stepfunctions: services.stepfunctions.url,
      eventbridge: services.eventbridge.url,
      lambda: services.lambda.url,
      kms: services.kms.url,
      secrets: services.secrets.url,
      smtp: `smtp://${LOOPBACK}:${mail.port}`,
      messages: messages.url,
    },
    services,
    mailbox,
    database: database.direct,
    wrote,
    onWrite: (listener) => writes.push(listener),
  };
}

async function openDatabase(parts: Parts, onWrite: () => void, closers: (() => unknown)[]) {
  const { activity, operations, dataDir, load } = parts;
  // Functions in this process have put their own address of the database into its environment.
  const { AWS_ENDPOINT_URL_DYNAMODB: _, ...others } = process.env;
  const database = await startDatabase(join(dataDir, 'dynamodb'), load === undefined ? process.env : others);
  closers.push(database.stop);
  database.onRestart(onWrite);
  const { hostname, port } = new URL(database.endpoint);
  const proxy = createDatabaseProxy({ host: hostname, port: Number(port || 80) }, { activity, operations, onWrite });
  const proxied = `http://${LOOPBACK}:${await listen(proxy.server, 0, 'DynamoDB', '')}`;
  closers.push(() => {
    const closed = closeServer(proxy.server);
    proxy.disconnect();
    return closed;
  });
  return { direct: database.endpoint, proxied };
}
