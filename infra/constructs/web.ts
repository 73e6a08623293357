import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Env } from '../../functions/web/env.ts';
import type { Stage } from '../stages.ts';
import { AwardsFunction, type FunctionContext } from './function.ts';
import { listBucket, queryWork, readBucket, sealPayees, useTable, writeInParts, writeUnder } from './grants.ts';
import { HttpPages, type PagesApi } from './http-api.ts';
import { GuardedPages } from './rest-api.ts';

/** The pages and the API: every route goes to one function. */
export class Web extends Construct {
  /** Without a slash at the end. */
  readonly url: string;
  readonly api: PagesApi;
  /** What is answered with 429: the API has no metric of it, its log has. */
  readonly refused: Metric;

  constructor(scope: Construct, id: string, context: FunctionContext) {
    super(scope, id);
    const { stage } = context;
    const { live } = this.function(context);
    const pages =
      stage.waf === 'regional'
        ? new GuardedPages(this, 'Guarded', stage, live)
        : new HttpPages(this, 'Pages', stage, live);
    this.url = pages.url;
    this.api = pages.api;
    this.refused = tooManyRequests(pages.logGroup, stage);
  }

  private function(context: FunctionContext): AwardsFunction {
    const { inbox, evidence, table, payeeKey } = context.data;
    const fn = new AwardsFunction(this, 'web', context, {
      env: Env,
      environment: {
        LINK_PACE: `${context.stage.linkPace.perMinute}/${context.stage.linkPace.burst}`,
        INBOX_BUCKET: inbox.bucketName,
        EVIDENCE_BUCKET: evidence.bucketName,
        PAYEE_KEY_ARN: payeeKey.keyArn,
      },
      memoryMb: 1024,
      warm: context.stage.warmPages,
    });
    useTable(fn, table);
    queryWork(fn, table);
    readBucket(fn, evidence);
    // What it keeps once it looks for first.
    listBucket(fn, evidence);
    // An upload is signed with the function's own rights: it can allow no more than it may do itself.
    writeInParts(fn, inbox);
    // Registers that officers import; accepted packages it cannot touch.
    writeUnder(fn, evidence, 'registers');
    // Signed sheets of the districts.
    writeUnder(fn, evidence, 'scans');
    // Corrected versions of the notice.
    writeUnder(fn, evidence, 'notices');
    // What is handed in with objections.
    writeUnder(fn, evidence, 'objections');
    // Winners' accounts, which it cannot open again.
    sealPayees(fn, payeeKey);
    return fn;
  }
}

function tooManyRequests(logGroup: logs.LogGroup, stage: Stage): Metric {
  const metric = { metricNamespace: 'Awards', metricName: `TooManyRequests-${stage.name}` };
  logGroup.addMetricFilter('TooManyRequests', {
    filterPattern: logs.FilterPattern.stringValue('$.status', '=', '429'),
    ...metric,
  });
  return new Metric({ namespace: metric.metricNamespace, metricName: metric.metricName, statistic: 'sum' });
}
