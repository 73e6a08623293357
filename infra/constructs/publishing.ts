import { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Env as NotifyEnv } from '../../functions/notify/env.ts';
import { Env as PublisherEnv } from '../../functions/publisher/env.ts';
import { Env as SettlementEnv } from '../../functions/settlement/env.ts';
import { SECRET_NAMES } from '../../shared/secrets/kinds.ts';
import { RuleToQueue, StreamConsumer } from './events.ts';
import { AwardsFunction, type FunctionContext, SHORT_SECONDS } from './function.ts';
import { putEvents, readBucket, readSecrets, send, useTable } from './grants.ts';
import { WorkQueue } from './queues.ts';

/** How mails leave, and other messages. */
export interface MailSettings {
  from: string;
  publicUrl: string;
  channelHosts: string;
  /** What of this stands in parameters and is no secret. */
  settings: string;
}

/** How facts leave (mail, finance, everybody else) and how finance answers. */
export class Publishing extends Construct {
  readonly bus: EventBus;
  readonly mailQueue: WorkQueue;
  /** Sends the letters, and says how the secrets stand. */
  readonly notify: AwardsFunction;

  constructor(scope: Construct, id: string, context: FunctionContext, mail: MailSettings) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'Facts of the selection, and the answers of finance' });
    this.mailQueue = new WorkQueue(this, 'Mail', SHORT_SECONDS);
    this.publisher(context);
    this.notify = this.notifyFunction(context, mail);
    this.settlement(context);
  }

  /** The outbox: a record that carries an event is published by the stream, so that one write does both. */
  private publisher(context: FunctionContext): void {
    const { table, finance } = context.data;
    const outbox = new StreamConsumer(this, 'Outbox', { table, newImage: { outbox: { S: [{ exists: true }] } } });
    const fn = new AwardsFunction(this, 'publisher', context, {
      env: PublisherEnv,
      environment: {
        ...outbox.environment,
        MAIL_QUEUE_URL: this.mailQueue.queue.queueUrl,
        FINANCE_QUEUE_URL: finance.queue.queueUrl,
        BUS_NAME: this.bus.eventBusName,
      },
    });
    useTable(fn, table);
    send(fn, this.mailQueue.queue, finance.queue);
    putEvents(fn, this.bus);
    outbox.deliverTo(fn);
  }

  private notifyFunction(context: FunctionContext, mail: MailSettings): AwardsFunction {
    const { table, evidence, secrets } = context.data;
    const fn = new AwardsFunction(this, 'notify', context, {
      env: NotifyEnv,
      environment: {
        ...this.mailQueue.environment,
        MAIL_FROM: mail.from,
        PUBLIC_URL: mail.publicUrl,
        EVIDENCE_BUCKET: evidence.bucketName,
        MAIL_SECRET_ARN: secrets.mail.ref,
        ROBOT_SECRET_ARN: secrets.robot.ref,
        SMS_SECRET_ARN: secrets.sms.ref,
        CHANNEL_HOSTS: mail.channelHosts,
      },
      publishedFor: mail.settings,
    });
    useTable(fn, table);
    readBucket(fn, evidence);
    readSecrets(
      fn,
      SECRET_NAMES.map((name) => secrets[name].ref),
    );
    // Mail servers take few connections at once.
    this.mailQueue.deliverTo(fn, { batchSize: 10, maxConcurrency: 5 });
    return fn;
  }

  private settlement(context: FunctionContext): void {
    const { table, evidence } = context.data;
    const queue = new WorkQueue(this, 'Settlement', SHORT_SECONDS);
    new RuleToQueue(this, 'Settlements', {
      bus: this.bus,
      pattern: { source: ['finance'], detailType: ['DisbursementSettled', 'RecoverySettled'] },
      target: queue,
    });
    const fn = new AwardsFunction(this, 'settlement', context, {
      env: SettlementEnv,
      environment: { ...queue.environment, EVIDENCE_BUCKET: evidence.bucketName },
    });
    useTable(fn, table);
    readBucket(fn, evidence);
    queue.deliverTo(fn, { batchSize: 10, maxConcurrency: 5 });
  }
}
