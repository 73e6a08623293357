import { setTimeout as sleep } from 'node:timers/promises';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import {
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type ReceiveMessageCommandOutput,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { BadInput, parseInput } from '../../../shared/bad-input.ts';
import { park } from '../../../shared/runtime/dead-letters.ts';
import { settlementSender } from './answers.ts';
import { answerOpen, collect, keep, type Outcome, Told } from './books.ts';
import { type Instruction, openLedger, type Recovery } from './ledger.ts';

/**
 * A finance office (财政拨付) in small: what a real one's connector could start from. It reads payment instructions from
 * the FIFO queue, stores each exactly once, pays (here: asks `outcome`), and answers on the event bus.
 *
 * The three things that make it safe, in this order: a message is deleted only after its instruction is stored; storing
 * is conditional on the disbursement's id, so a redelivery stores nothing twice; an answer is written down before it is
 * sent and marked when the bus has taken it, so a crash repeats the same answer instead of paying again.
 */
export interface FinanceOffice {
  /** Everything that it was told to pay, by disbursement id. */
  received(): Instruction[];
  /** One drain, until the queue has nothing more to give. Returns how many instructions were new. */
  poll(): Promise<number>;
  /** What it was told to collect, by recovery id. */
  recoveries(): Recovery[];
  /** Writes down a part that came back; it goes with the next settling. @throws RangeError for more than is asked back */
  recovered(recoveryId: string, amountFen: number): void;
  /**
   * Answers every instruction that has no answer yet: what was called off as cancelled, what is held not at all. Returns how many
   * answers the bus took. @throws AnswersRefused
   */
  settleAll(): Promise<number>;
  /** Polls and settles on its own, until `stop`. */
  serve(): void;
  stop(): Promise<void>;
}

export interface FinanceOptions {
  /** The FIFO queue of instructions, and the bus that answers go to (name or ARN). */
  queueUrl: string;
  busName: string;
  sqs: SQSClient;
  events: EventBridgeClient;
  /** SQLite file of the office's own ledger. */
  dbPath: string;
  /** Domain time, UTC milliseconds. */
  now: () => number;
  /** What the bank did with an instruction; asked once for each, and again where it does not know yet. */
  outcome: (instruction: Instruction) => Outcome | null;
  /** Seconds to wait for a message before a drain is over; 0 where the queue answers for all its messages at once. */
  waitSeconds?: number;
  /**
   * Where a message that is no instruction goes at once, with the reason. Without it such a message stays in the queue,
   * which moves it there in the end, and says nothing.
   */
  deadLetterUrl?: string;
  /** Told about each message that is no instruction. */
  report?: (problem: string) => void;
}

/** What became of a message; undefined when it stays in the queue. */
type Taken = 'new' | 'known' | 'parked' | undefined;

const BATCH = 10;
const PAUSE_MS = 1000;

/** Opens the office on its ledger; a new start on the same file goes on where the last one stopped. */
export function startFinanceOffice(options: FinanceOptions): FinanceOffice {
  const ledger = openLedger(options.dbPath);
  const send = settlementSender(options.events, options.busName);
  const report = options.report ?? ((problem) => console.error(problem));
  const stopping = new AbortController();
  let serving: Promise<void> = Promise.resolve();

  const poll = () => drain(options, stopping.signal, (message) => takeOrPark(message));

  /** Stores what a message says. What is said again, or was replayed, is known by its id. @throws BadInput */
  const take = (message: Message): 'new' | 'known' => {
    const event = parseInput(Told, asJson(message.Body), 'finance.message-malformed');
    const stored = keep(ledger, event, new Date(options.now()).toISOString());
    if (stored !== 'contradicts') return stored;
    throw new BadInput('finance.instruction-contradicts', event.id);
  };
  /** Undefined when the message must stay in the queue. */
  const takeOrPark = async (message: Message): Promise<Taken> => {
    try {
      return take(message);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      report(`${error.message} (message ${message.MessageId})`);
      if (options.deadLetterUrl === undefined) return undefined;
      await parkMessage(options, options.deadLetterUrl, message, error);
      return 'parked';
    }
  };

  const settleAll = async (): Promise<number> => {
    answerOpen(ledger, options.outcome, new Date(options.now()).toISOString());
    return send(ledger.unsent(), ledger.markSent);
  };

  const serve = async () => {
    while (!stopping.signal.aborted) {
      try {
        await poll();
        await settleAll();
      } catch (error) {
        if (!stopping.signal.aborted) report(`finance.pass-failed: ${error instanceof Error ? error.message : error}`);
      }
      await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };

  return {
    received: ledger.all,
    recoveries: ledger.recoveries,
    recovered: (recoveryId, amountFen) => collect(ledger, recoveryId, amountFen, new Date(options.now()).toISOString()),
    poll,
    settleAll,
    serve: () => {
      serving = serve();
    },
    stop: async () => {
      stopping.abort();
      await serving;
      ledger.close();
    },
  };
}

/** Receives until nothing comes. A message that comes a second time was left here before: the drain is over then. */
async function drain(
  { sqs, queueUrl, waitSeconds = 10 }: FinanceOptions,
  abortSignal: AbortSignal,
  take: (message: Message) => Promise<Taken>,
): Promise<number> {
  const left = new Set<string | undefined>();
  let fresh = 0;
  for (;;) {
    const receive = new ReceiveMessageCommand({
      QueueUrl: queueUrl,
      MaxNumberOfMessages: BATCH,
      WaitTimeSeconds: waitSeconds,
      MessageSystemAttributeNames: ['MessageGroupId'],
    });
    const { Messages = [] }: ReceiveMessageCommandOutput = await sqs.send(receive, { abortSignal });
    if (Messages.length === 0 || Messages.every((message) => left.has(message.MessageId))) return fresh;
    const done: Message[] = [];
    for (const message of Messages) {
      const stored = await take(message);
      if (stored === undefined) left.add(message.MessageId);
      else done.push(message);
      if (stored === 'new') fresh += 1;
    }
    await remove(sqs, queueUrl, done);
  }
}

/** Beside its group in the dead-letter queue; the message's own id keeps a second parking out. */
function parkMessage(
  { sqs, queueUrl, now }: FinanceOptions,
  deadLetterUrl: string,
  { Body = '', MessageId = '', Attributes }: Message,
  reason: BadInput,
): Promise<void> {
  const fifo = { MessageGroupId: Attributes?.MessageGroupId ?? 'unknown', MessageDeduplicationId: MessageId };
  const attempt = { by: 'finance-office', requestId: MessageId, at: new Date(now()).toISOString() };
  return park(sqs, deadLetterUrl, { body: Body, source: queueUrl, fifo }, reason, attempt);
}

/** One that cannot be deleted comes again, and is known then. */
async function remove(sqs: SQSClient, QueueUrl: string, messages: Message[]): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
  await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries }));
}

function asJson(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}
