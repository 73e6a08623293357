import { Construct } from 'constructs';
import { Env } from '../../functions/web/env.ts';
import { AwardsFunction, type FunctionContext } from './function.ts';
import { queryWork, readBucket, readWriteTable, sealPayees, writeInParts, writeUnder } from './grants.ts';
import { HttpPages } from './http-api.ts';
import { GuardedPages } from './rest-api.ts';

/** The pages and the API: every route goes to one function. */
export class Web extends Construct {
  /** Without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, context: FunctionContext) {
    super(scope, id);
    const { stage } = context;
    const { lambda } = this.function(context);
    const pages =
      stage.waf === 'regional'
        ? new GuardedPages(this, 'Guarded', stage, lambda)
        : new HttpPages(this, 'Pages', stage, lambda);
    this.url = pages.url;
  }

  private function(context: FunctionContext): AwardsFunction {
    const { inbox, evidence, table, payeeKey } = context.data;
    const fn = new AwardsFunction(this, 'web', context, {
      env: Env,
      environment: {
        INBOX_BUCKET: inbox.bucketName,
        EVIDENCE_BUCKET: evidence.bucketName,
        PAYEE_KEY_ARN: payeeKey.keyArn,
      },
      memoryMb: 1024,
    });
    readWriteTable(fn, table);
    queryWork(fn, table);
    readBucket(fn, evidence);
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
