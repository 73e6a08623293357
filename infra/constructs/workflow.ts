import { Construct } from 'constructs';
import { Env as AggregateEnv } from '../../functions/aggregate/env.ts';
import { Env as CloseEnv } from '../../functions/close/env.ts';
import { Env as ConfirmEnv } from '../../functions/confirm/env.ts';
import { Env as EligibilityEnv } from '../../functions/eligibility/env.ts';
import { Env as FanOutEnv } from '../../functions/fan-out/env.ts';
import { Env as InviteEnv } from '../../functions/invite/env.ts';
import { Env as IssueEnv } from '../../functions/issue/env.ts';
import { Env as NoticeEnv } from '../../functions/notice/env.ts';
import { Env as PanelsEnv } from '../../functions/panels/env.ts';
import { Env as PlanEnv } from '../../functions/plan/env.ts';
import { Env as RankEnv } from '../../functions/rank/env.ts';
import { Env as SealEnv } from '../../functions/seal/env.ts';
import { Env as StarterEnv } from '../../functions/starter/env.ts';
import { Env as TaskEscalateEnv } from '../../functions/task-escalate/env.ts';
import { Env as TaskOpenEnv } from '../../functions/task-open/env.ts';
import { Env as TaskSettleEnv } from '../../functions/task-settle/env.ts';
import { FOLLOWED_KINDS } from '../../shared/schemas/decisions.ts';
import { application, applicationFunctions } from '../workflow/application.ts';
import { round, roundFunctions } from '../workflow/round.ts';
import { scoring, scoringFunctions } from '../workflow/scoring.ts';
import { StreamConsumer } from './events.ts';
import {
  AwardsFunction,
  type EnvSchema,
  type FunctionContext,
  LARGE_MB,
  LONG_SECONDS,
  SHORT_SECONDS,
} from './function.ts';
import { readBucket, send, settle, start, useTable, writeUnder } from './grants.ts';
import { Machine } from './machine.ts';
import { WorkQueue } from './queues.ts';

/** The three state machines, the functions they call, and what starts and settles them. */
export class Workflow extends Construct {
  readonly round: Machine;
  readonly application: Machine;
  readonly scoring: Machine;
  /** Executions of the scoring machine to be started. */
  readonly startQueue: WorkQueue;
  private readonly context: FunctionContext;

  constructor(scope: Construct, id: string, context: FunctionContext) {
    super(scope, id);
    this.context = context;
    this.startQueue = new WorkQueue(this, 'Start', SHORT_SECONDS);
    const functions = this.stepFunctions();
    this.application = this.machine('application', applicationFunctions, functions, application);
    this.scoring = this.machine('scoring', scoringFunctions, functions, scoring);
    this.round = this.machine('round', roundFunctions, functions, round);
    this.starter();
    this.taskSettle();
  }

  /** What the machines call. Steps that go through a whole round have Lambda's longest timeout. */
  private stepFunctions() {
    const fanOut = this.function('fan-out', FanOutEnv, { START_QUEUE_URL: this.startQueue.queue.queueUrl }, 'long');
    send(fanOut, this.startQueue.queue);
    const seal = this.reader('seal', SealEnv, 'long');
    writeUnder(seal, this.context.data.evidence, 'roots');
    return {
      seal,
      'fan-out': fanOut,
      'task-open': this.reader('task-open', TaskOpenEnv, 'short'),
      'task-escalate': this.reader('task-escalate', TaskEscalateEnv, 'short'),
      eligibility: this.reader('eligibility', EligibilityEnv, 'short'),
      aggregate: this.reader('aggregate', AggregateEnv, 'short'),
      invite: this.function('invite', InviteEnv, {}, 'long'),
      issue: this.function('issue', IssueEnv, {}, 'long'),
      panels: this.panels(),
      rank: this.reader('rank', RankEnv, 'long', LARGE_MB),
      notice: this.notice(),
      confirm: this.reader('confirm', ConfirmEnv, 'long'),
      plan: this.reader('plan', PlanEnv, 'long'),
      close: this.reader('close', CloseEnv, 'long'),
    };
  }

  /** Draws the panels, and keeps the draw before anybody has a seat. */
  private panels(): AwardsFunction {
    const fn = this.reader('panels', PanelsEnv, 'long', LARGE_MB);
    writeUnder(fn, this.context.data.evidence, 'draws');
    return fn;
  }

  /** Publishes the shortlist, and keeps what it published. */
  private notice(): AwardsFunction {
    const fn = this.reader('notice', NoticeEnv, 'short');
    writeUnder(fn, this.context.data.evidence, 'notices');
    return fn;
  }

  /** A queue between fan-out and the machine: its consumers' number is what keeps us under StartExecution's rate. */
  private starter(): void {
    const environment = { ...this.startQueue.environment, SCORING_MACHINE_ARN: this.scoring.liveArn };
    const fn = this.function('starter', StarterEnv, environment, 'short');
    start(fn, this.scoring);
    this.startQueue.deliverTo(fn, { batchSize: 10, maxConcurrency: 5 });
  }

  /**
   * Completes a wait as soon as its record has both a token and an outcome, whichever came first; and does what follows
   * from a decision for its stage.
   */
  private taskSettle(): void {
    const { table } = this.context.data;
    const due = new StreamConsumer(this, 'Settle', {
      table,
      newImage: {
        $or: [
          { settle: { S: ['due'] } },
          { entity: { S: ['Task'] }, status: { S: ['decided'] }, kind: { S: [...FOLLOWED_KINDS] } },
          // An objection was taken back.
          { entity: { S: ['Task'] }, status: { S: ['superseded'] }, kind: { S: ['objection-ruling'] } },
        ],
      },
    });
    const fn = this.function('task-settle', TaskSettleEnv, due.environment, 'short');
    settle(fn, [this.round, this.application, this.scoring]);
    due.deliverTo(fn);
  }

  private machine<Name extends string>(
    name: string,
    names: readonly Name[],
    functions: Record<Name, AwardsFunction>,
    define: ConstructorParameters<typeof Machine<Name>>[4],
  ): Machine {
    const called = Object.fromEntries(names.map((key) => [key, functions[key]])) as Record<Name, AwardsFunction>;
    return new Machine(this, name, this.context, called, define);
  }

  private reader(name: string, env: typeof TaskOpenEnv, duration: 'short' | 'long', memoryMb?: number): AwardsFunction {
    const { evidence } = this.context.data;
    const fn = this.function(name, env, { EVIDENCE_BUCKET: evidence.bucketName }, duration, memoryMb);
    readBucket(fn, evidence);
    return fn;
  }

  private function<E extends EnvSchema>(
    name: string,
    env: E,
    environment: ConstructorParameters<typeof AwardsFunction<E>>[3]['environment'],
    duration: 'short' | 'long',
    memoryMb?: number,
  ): AwardsFunction {
    const timeoutSeconds = duration === 'long' ? LONG_SECONDS : SHORT_SECONDS;
    const fn = new AwardsFunction(this, name, this.context, {
      ...{ env, environment, timeoutSeconds },
      ...(memoryMb !== undefined && { memoryMb }),
    });
    useTable(fn, this.context.data.table);
    return fn;
  }
}
