import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { createDynamoDbClient } from '../../../infra/local/dynamodb/client.ts';
import { startDatabase } from '../../../infra/local/dynamodb/process.ts';
import { ensureTables } from '../../../infra/local/dynamodb/tables.ts';
import { readAssembly } from '../../../infra/local/template/assembly.ts';
import { loadPlan } from '../../../infra/local/template/load.ts';
import { placeOf } from '../../../infra/local/template/names.ts';
import type { BucketPlan, Plan } from '../../../infra/local/template/plan.ts';

export interface PartsSettings {
  dir: string;
  region: string;
  buckets: BucketPlan[];
  queues: { name: string; attributes: Record<string, string> }[];
}

export interface PartsAddresses {
  s3: string;
  sqs: string;
  smtp: string;
  /** By the queue's name. */
  queueUrls: Record<string, string>;
}

export interface Parts extends PartsAddresses {
  dynamodb: string;
  stop(): Promise<void>;
}

/** What a synthesized app asks for. Addresses and parameters only matter to its functions, which do not run here. */
function planOf(assemblyDir: string): { plan: Plan; region: string } {
  const assembly = readAssembly(assemblyDir);
  const nowhere = 'http://127.0.0.1:1';
  const endpoints = {
    ...{ http: nowhere, dynamodb: nowhere, s3: nowhere, sqs: nowhere },
    ...{
      stepfunctions: nowhere,
      eventbridge: nowhere,
      lambda: nowhere,
      kms: nowhere,
      secrets: nowhere,
      smtp: nowhere,
      messages: nowhere,
    },
  };
  const names = assembly.stacks.flatMap(({ template }) => Object.keys(template.Parameters));
  const parameters = Object.fromEntries(names.map((name) => [name, 'none']));
  const place = placeOf(assembly.region);
  const world = { place, endpoints, asset: (key: string) => assembly.assets.get(key) };
  return { plan: loadPlan(assembly, parameters, world), region: assembly.region };
}

/**
 * Starts the embedded parts alone, empty, with the tables, buckets and queues of an assembly: the database as a process,
 * the others in a thread of their own, so that they do not wait for the clients.
 */
export async function startParts(assemblyDir: string, dir: string): Promise<Parts> {
  const { plan, region } = planOf(assemblyDir);
  const database = await startDatabase(join(dir, 'dynamodb'), {});
  const client = createDynamoDbClient(database.endpoint);
  await ensureTables(client, plan.tables, false);
  client.close();
  const queues = plan.queues.map(({ name, fifo, contentBasedDeduplication }) => ({
    name,
    attributes: fifo ? { FifoQueue: 'true', ContentBasedDeduplication: String(contentBasedDeduplication) } : {},
  }));
  const settings: PartsSettings = { dir, region, buckets: plan.buckets, queues };
  const worker = new Worker(new URL('./parts-worker.ts', import.meta.url), { workerData: settings });
  const [addresses] = (await once(worker, 'message')) as [PartsAddresses];
  return {
    ...addresses,
    dynamodb: database.endpoint,
    stop: async () => {
      await worker.terminate();
      await database.stop();
    },
  };
}
