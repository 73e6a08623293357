import { Construct } from 'constructs';
import { Env } from '../../functions/intake/env.ts';
import { RuleToQueue } from './events.ts';
import { AwardsFunction, type FunctionContext } from './function.ts';
import { listBucket, readBucket, readTags, start, useTable, writeUnder } from './grants.ts';
import type { Machine } from './machine.ts';
import { WorkQueue } from './queues.ts';

/** A package of the largest size is read twice and written once; most take a second. */
const INTAKE_SECONDS = 120;

/** From an uploaded object to an application under way. */
export class Intake extends Construct {
  readonly inboxQueue: WorkQueue;

  constructor(scope: Construct, id: string, context: FunctionContext, application: Machine) {
    super(scope, id);
    const { inbox, evidence, table } = context.data;
    this.inboxQueue = new WorkQueue(this, 'Inbox', INTAKE_SECONDS);
    new RuleToQueue(this, 'Uploads', {
      pattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [inbox.bucketName] } },
      },
      target: this.inboxQueue,
    });

    const fn = new AwardsFunction(this, 'intake', context, {
      env: Env,
      environment: {
        ...this.inboxQueue.environment,
        INBOX_BUCKET: inbox.bucketName,
        EVIDENCE_BUCKET: evidence.bucketName,
        APPLICATION_MACHINE_ARN: application.liveArn,
        MALWARE_SCAN: context.stage.malwareScan,
        NODE_OPTIONS: '--max-semi-space-size=4',
      },
      timeoutSeconds: INTAKE_SECONDS,
      memoryMb: 1024,
    });
    useTable(fn, table);
    readBucket(fn, inbox);
    if (context.stage.malwareScan === 'guardduty') readTags(fn, inbox);
    readBucket(fn, evidence);
    // Files that are kept already are not copied again.
    listBucket(fn, evidence);
    // Packages, their files and what they declare.
    writeUnder(fn, evidence, 'evidence');
    start(fn, application);
    // One package at a time: one that kills its worker takes no other down with it.
    this.inboxQueue.deliverTo(fn, { batchSize: 1, maxConcurrency: 50 });
  }
}
