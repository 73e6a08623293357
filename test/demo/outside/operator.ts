import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { ROUND_STAGES } from '../../../shared/schemas/records.ts';
import type { Bucket } from '../../../shared/store/buckets.ts';
import type { World } from '../../world/types.ts';

const Answer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    faults: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })),
  }),
]);

const Status = z.object({
  stage: z.enum(ROUND_STAGES),
  stages: z.array(
    z.object({ stage: z.string(), deadline: z.string(), passedAt: z.string().nullable(), open: z.int() }),
  ),
});
export type Status = z.infer<typeof Status>;

const TRIES = 6;

/** The call was refused; the message lists every fault. */
export class CallRefused extends Error {
  override name = 'CallRefused';
}

/** The bureau's operator: opens the round and asks how it stands, by the same function as the command line. */
export class Operator {
  readonly #lambda: LambdaClient;
  readonly #evidence: Bucket;
  readonly #callFunction: string;

  constructor(lambda: LambdaClient, evidence: Bucket, callFunction: string) {
    this.#lambda = lambda;
    this.#evidence = evidence;
    this.#callFunction = callFunction;
  }

  /** 五(一): uploads policy and registers under their hashes and opens the round. @throws CallRefused */
  async open(world: World): Promise<void> {
    const files = await Promise.all(
      Object.entries(world.registers).map(async ([kind, rows]) => [kind, await this.#upload(rows)] as const),
    );
    await this.#call({
      op: 'open',
      roundId: world.roundId,
      policy: await this.#upload(world.policy),
      registers: Object.fromEntries(files),
      secret: sha256Hex(`secret of the draw|${world.seed}`),
    });
  }

  async status(roundId: string): Promise<Status> {
    return Status.parse(await this.#call({ op: 'status', roundId }));
  }

  async #upload(content: unknown): Promise<string> {
    const text = canonicalJson(content);
    const key = `config/${sha256Hex(text)}.json`;
    await this.#evidence.write(key, text, 'application/json');
    return key;
  }

  async #call(payload: Record<string, unknown>): Promise<Record<string, unknown>> {
    const command = new InvokeCommand({ FunctionName: this.#callFunction, Payload: JSON.stringify(payload) });
    let { FunctionError, Payload } = await this.#lambda.send(command);
    // What failed half-way is asked for again: the same call changes nothing twice.
    for (let tries = 1; FunctionError !== undefined && tries < TRIES; tries += 1)
      ({ FunctionError, Payload } = await this.#lambda.send(command));
    const text = Payload?.transformToString() ?? '';
    if (FunctionError !== undefined) throw new CallRefused(`${String(payload['op'])}: ${text}`);
    const answer = Answer.parse(JSON.parse(text));
    if (answer.ok) return answer;
    throw new CallRefused(answer.faults.map(({ code, path, message }) => `${code} ${path}: ${message}`).join('\n'));
  }
}
