import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import * as z from 'zod';

const timing = { status: z.int(), begin: z.number(), end: z.number() };

const Call = z.discriminatedUnion('service', [
  z.object({
    service: z.literal('dynamodb'),
    operation: z.string(),
    input: z.record(z.string(), z.unknown()),
    ...timing,
  }),
  z.object({ service: z.literal('sqs'), operation: z.string(), input: z.record(z.string(), z.unknown()), ...timing }),
  z.object({
    service: z.literal('s3'),
    operation: z.string(),
    input: z.object({
      url: z.string(),
      headers: z.record(z.string(), z.string()),
      /** Where a form's upload went. */
      location: z.string().optional(),
    }),
    ...timing,
  }),
  z.object({
    service: z.literal('mail'),
    operation: z.string(),
    input: z.object({ recipients: z.array(z.string()), raw: z.string() }),
    ...timing,
  }),
]);

/** A call that a round made, as it was recorded. */
export type Call = z.infer<typeof Call>;
export type CallOf<S extends Call['service']> = Extract<Call, { service: S }>;

/** A recording in the order in which the calls were begun. @throws ZodError for a file that is none */
export async function readRecording(file: string): Promise<Call[]> {
  const calls: Call[] = [];
  for await (const line of createInterface({ input: createReadStream(file) })) calls.push(Call.parse(JSON.parse(line)));
  return calls.sort((a, b) => a.begin - b.begin);
}

/** The highest number of calls that were under way at once. */
export function peakConcurrency(calls: readonly Call[]): number {
  const changes = calls.flatMap(({ begin, end }) => [
    { at: begin, change: 1 },
    { at: end, change: -1 },
  ]);
  changes.sort((a, b) => a.at - b.at || a.change - b.change);
  let now = 0;
  let peak = 0;
  for (const { change } of changes) {
    now += change;
    peak = Math.max(peak, now);
  }
  return peak;
}

/** How many calls of each service, most first. */
export function countCalls(calls: readonly Call[], nameOf: (call: Call) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const call of calls) counts.set(nameOf(call), (counts.get(nameOf(call)) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
