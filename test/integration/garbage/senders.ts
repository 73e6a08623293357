/** Ways in, and what came out: letters, metrics. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListQueuesCommand, type Message } from '@aws-sdk/client-sqs';
import { type DeadQueue, deadQueues, type Explained, eachLetter, explain } from '../../../infra/cli/letters.ts';
import { openPlace } from '../../../infra/cli/place.ts';
import { generatedName } from '../../../infra/local/template/names.ts';
import { assembly } from '../flows/assembly.ts';
import type { Flows } from '../flows/harness.ts';
import type { Json } from './generate.ts';

export interface Resource {
  id: string;
  Type: string;
  Properties: Record<string, unknown>;
}

/** All resources of the app, by what the stacks say. */
export async function resources(): Promise<Resource[]> {
  const dir = await assembly();
  return readdirSync(dir)
    .filter((file) => /^Awards-local-\w+\.template\.json$/.test(file))
    .flatMap((file) => {
      const template = JSON.parse(readFileSync(join(dir, file), 'utf8')) as { Resources: Record<string, Resource> };
      return Object.entries(template.Resources).map(([id, resource]) => ({ ...resource, id }));
    });
}

/** The functions as everybody calls them, by the names of their folders. */
export const functionNames = (all: Resource[]): Record<string, string> =>
  Object.fromEntries(
    all
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ id, Properties }) => [
        String(Properties['Description']).split(' ')[0],
        `${generatedName('Awards-local-Service', id, 64)}:live`,
      ]),
  );

export async function queueUrl({ sqs }: Flows, id: string): Promise<string> {
  const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
  const url = QueueUrls.find((one) => one.includes(`-${id}Queue`));
  if (url === undefined) throw new Error(`no queue ${id}`);
  return url;
}

export type Answer = { error: { errorType: string; errorMessage: string } } | { answer: unknown };

export async function invoke({ lambda }: Flows, FunctionName: string, payload: Json): Promise<Answer> {
  const result = await lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(payload) }));
  const said = JSON.parse(result.Payload?.transformToString() ?? 'null');
  return result.FunctionError === undefined ? { answer: said } : { error: said };
}

export const invokeLater = ({ lambda }: Flows, FunctionName: string, payload: Json) =>
  lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: JSON.stringify(payload) }));

export async function putEvent(
  { events }: Flows,
  EventBusName: string,
  [Source, DetailType]: [string, string],
  detail: Json,
): Promise<void> {
  const Entries = [{ EventBusName, Source, DetailType, Detail: JSON.stringify(detail) }];
  await events.send(new PutEventsCommand({ Entries }));
}

export interface Found extends Explained {
  queue: DeadQueue;
  body: string;
  message: Message;
}

/** All dead letters, with what a person is told about them. */
export async function letters({ cloud, dataDir }: Flows): Promise<Found[]> {
  await cloud.idle();
  const place = openPlace(join(dataDir, 'endpoints.json'), {});
  const found: Found[] = [];
  for (const queue of deadQueues(place))
    await eachLetter(place, queue, (message) => {
      found.push({ queue, body: message.Body ?? '', message, ...explain(queue, message) });
      return Promise.resolve('kept');
    });
  place.close();
  return found;
}

/** How often each function has counted bad input so far, by code: what its log says in the metrics' own format. */
export function badInputs({ dataDir }: Flows): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const file of readdirSync(join(dataDir, 'logs'))) {
    for (const line of readFileSync(join(dataDir, 'logs', file), 'utf8').split('\n')) {
      if (!line.startsWith('{"_aws"') || !line.includes('"BadInput":1')) continue;
      const { code } = JSON.parse(line) as { code: string };
      counts[code] = (counts[code] ?? 0) + 1;
    }
  }
  return counts;
}
