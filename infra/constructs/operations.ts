import { Duration } from 'aws-cdk-lib';
import { Schedule as Every } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Env as CallEnv } from '../../functions/call/env.ts';
import { Env as DueEnv } from '../../functions/due/env.ts';
import { Env as PayeeEnv } from '../../functions/payee/env.ts';
import { Env as ReconcilerEnv } from '../../functions/reconciler/env.ts';
import { Schedule } from './events.ts';
import { AwardsFunction, type FunctionContext, LONG_SECONDS } from './function.ts';
import {
  describe,
  listBucket,
  openPayees,
  putEvents,
  queryIndex,
  readBucket,
  send,
  settle,
  start,
  useTable,
  writeUnder,
} from './grants.ts';
import type { Intake } from './intake.ts';
import type { Publishing } from './publishing.ts';
import type { Workflow } from './workflow.ts';

/** Until the schedule comes again. */
const DUE_SECONDS = 300;

/** What the operator calls, what looks every hour for work that was lost on its way, and what sends letters when their time has come. */
export class Operations extends Construct {
  readonly call: AwardsFunction;
  readonly reconciler: AwardsFunction;
  /** What finance asks for accounts. */
  readonly payee: AwardsFunction;

  constructor(
    scope: Construct,
    id: string,
    context: FunctionContext,
    parts: { workflow: Workflow; intake: Intake; publishing: Publishing },
  ) {
    super(scope, id);
    this.call = this.callFunction(context, parts.workflow);
    this.payee = this.payeeFunction(context);
    this.reconciler = this.reconcilerFunction(context, parts);
    new Schedule(this, 'Hourly', Every.rate(Duration.hours(1)), this.reconciler);
    new Schedule(this, 'Due', Every.rate(Duration.minutes(5)), this.dueFunction(context, parts.publishing));
  }

  private dueFunction(context: FunctionContext, { mailQueue }: Publishing): AwardsFunction {
    const { table, evidence } = context.data;
    const fn = new AwardsFunction(this, 'due', context, {
      env: DueEnv,
      environment: { EVIDENCE_BUCKET: evidence.bucketName, MAIL_QUEUE_URL: mailQueue.queue.queueUrl },
      timeoutSeconds: DUE_SECONDS,
    });
    useTable(fn, table);
    queryIndex(fn, table);
    readBucket(fn, evidence);
    send(fn, mailQueue.queue);
    return fn;
  }

  /** Nothing here may call it: the account's owner lets finance's own principal do so. */
  private payeeFunction(context: FunctionContext): AwardsFunction {
    const { table, payeeKey } = context.data;
    const fn = new AwardsFunction(this, 'payee', context, {
      env: PayeeEnv,
      environment: { PAYEE_KEY_ARN: payeeKey.keyArn },
    });
    useTable(fn, table);
    openPayees(fn, payeeKey);
    return fn;
  }

  private callFunction(context: FunctionContext, workflow: Workflow): AwardsFunction {
    const { table, evidence } = context.data;
    const fn = new AwardsFunction(this, 'call', context, {
      env: CallEnv,
      environment: { EVIDENCE_BUCKET: evidence.bucketName, ROUND_MACHINE_ARN: workflow.round.liveArn },
      timeoutSeconds: LONG_SECONDS,
    });
    useTable(fn, table);
    readBucket(fn, evidence);
    // Policies and registers that are named but not there are refused as such.
    listBucket(fn, evidence);
    writeUnder(fn, evidence, 'policies');
    start(fn, workflow.round);
    return fn;
  }

  private reconcilerFunction(
    context: FunctionContext,
    { workflow, intake, publishing }: { workflow: Workflow; intake: Intake; publishing: Publishing },
  ): AwardsFunction {
    const { table, inbox, evidence, finance } = context.data;
    const { round, application, scoring } = workflow;
    const queues = {
      INBOX_QUEUE_URL: intake.inboxQueue.queue,
      MAIL_QUEUE_URL: publishing.mailQueue.queue,
      FINANCE_QUEUE_URL: finance.queue,
    };
    const fn = new AwardsFunction(this, 'reconciler', context, {
      env: ReconcilerEnv,
      environment: {
        INBOX_BUCKET: inbox.bucketName,
        EVIDENCE_BUCKET: evidence.bucketName,
        BUS_NAME: publishing.bus.eventBusName,
        INBOX_QUEUE_URL: queues.INBOX_QUEUE_URL.queueUrl,
        MAIL_QUEUE_URL: queues.MAIL_QUEUE_URL.queueUrl,
        FINANCE_QUEUE_URL: queues.FINANCE_QUEUE_URL.queueUrl,
        ROUND_MACHINE_ARN: round.liveArn,
        APPLICATION_MACHINE_ARN: application.liveArn,
        SCORING_MACHINE_ARN: scoring.liveArn,
      },
      timeoutSeconds: LONG_SECONDS,
    });
    useTable(fn, table);
    queryIndex(fn, table);
    listBucket(fn, inbox);
    send(fn, ...Object.values(queues));
    putEvents(fn, publishing.bus);
    readBucket(fn, evidence);
    settle(fn, [round, application, scoring]);
    describe(fn, round, application, scoring);
    for (const machine of [round, application, scoring]) start(fn, machine);
    return fn;
  }
}
