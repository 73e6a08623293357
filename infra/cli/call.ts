import { InvokeCommand } from '@aws-sdk/client-lambda';
import * as z from 'zod';
import type { Call } from '../../functions/call/handler.ts';
import { CliError } from './errors.ts';
import type { Place } from './place.ts';
import type { Fault } from './print.ts';

const Answer = z.discriminatedUnion('ok', [
  z.looseObject({ ok: z.literal(true) }),
  z.object({
    ok: z.literal(false),
    faults: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })),
  }),
]);

/** Asks the round's function. Faults are an answer; a function that failed is not. @throws CliError cli.call-failed */
export async function call(
  place: Place,
  request: z.infer<typeof Call>,
): Promise<{ ok: true; [key: string]: unknown } | { ok: false; faults: Fault[] }> {
  return Answer.parse(await invoke(place, place.callFunction, request));
}

/** Calls a function and returns what it answers. @throws CliError cli.call-failed */
export async function invoke({ lambda }: Place, name: string, payload: object): Promise<unknown> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new CliError('cli.call-failed', `系统处理失败：${text}`);
  return JSON.parse(text);
}
