import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';

/** SQS takes no more in one request. */
const BATCH = 10;

/** The queue did not take a message, also not when asked again; trying later may help. */
class MessageNotTaken extends Error {
  override name = 'MessageNotTaken';
}

/** SQS takes a batch also in part: the rest is sent again, a few times. */
const TRIES = 3;

interface Waiting {
  body: string;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Sends messages to one standard queue. What is sent in the same turn of the event loop goes together, ten at a time:
 * a request costs as much for one message as for ten. Each message has its own outcome.
 */
export class QueueSender {
  readonly #url: string;
  readonly #sqs: SQSClient;
  #waiting: Waiting[] = [];

  constructor(url: string, sqs = new SQSClient({ maxAttempts: 5 })) {
    this.#url = url;
    this.#sqs = sqs;
  }

  /** Resolves when the queue has the message (as JSON). @throws Error when it was not taken; sending it again is up to the caller */
  send(message: object): Promise<void> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#sendAll());
      this.#waiting.push({ body: JSON.stringify(message), resolve, reject });
    });
  }

  #sendAll(): void {
    const all = this.#waiting;
    this.#waiting = [];
    for (let i = 0; i < all.length; i += BATCH) void this.#sendTogether(all.slice(i, i + BATCH));
  }

  async #sendTogether(batch: Waiting[], attempt = 1): Promise<void> {
    const Entries = batch.map(({ body }, i) => ({ Id: String(i), MessageBody: body }));
    try {
      const { Failed = [] } = await this.#sqs.send(new SendMessageBatchCommand({ QueueUrl: this.#url, Entries }));
      const failed = new Map(Failed.map(({ Id, Code }) => [Id, Code]));
      const left = batch.filter((_, i) => failed.has(String(i)));
      for (const [i, { resolve }] of batch.entries()) if (!failed.has(String(i))) resolve();
      if (left.length > 0 && attempt < TRIES) return await this.#sendTogether(left, attempt + 1);
      const codes = [...failed.values()];
      for (const [i, { reject }] of left.entries()) reject(new MessageNotTaken(`queue.message-refused: ${codes[i]}`));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}
