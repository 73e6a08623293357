import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LOCAL_CREDENTIALS } from '../../../infra/local/environment.ts';
import { processorSeconds } from '../processes.ts';
import type { Call } from '../recording.ts';
import { dynamoDbPlayer } from './dynamodb.ts';
import { mailPlayer } from './mail.ts';
import { type Parts, startParts } from './parts.ts';
import type { Performer } from './performer.ts';
import { s3Player } from './s3.ts';
import { sqsPlayer } from './sqs.ts';

export interface Replayed {
  seconds: number;
  /** Of clients and servers together; NaN where there is no /proc. */
  processorSeconds: number;
  calls: number;
  /** Answered with another status than in the recording, by service and operation. */
  different: Map<string, number>;
  /** Operations that cannot be replayed. */
  skipped: Map<string, number>;
}

interface Prepared {
  call: Call;
  perform: Performer;
}

const nameOf = ({ service, operation }: Call): string => `${service}.${operation}`;

/**
 * Makes the recorded calls again, against fresh instances of the same parts, with nothing around them: in the order of
 * the recording, at most `concurrency` at once.
 * @param assemblyDir the synthesized app that says which tables, buckets and queues there are
 */
export async function replay(calls: readonly Call[], assemblyDir: string, concurrency: number): Promise<Replayed> {
  const dir = mkdtempSync(join(tmpdir(), 'awards-replay-'));
  const parts = await startParts(assemblyDir, dir);
  const players = playersFor(parts);
  try {
    const skipped = new Map<string, number>();
    const prepared = calls.flatMap((call): Prepared[] => {
      const perform = players.prepare(call);
      if (perform !== undefined) return [{ call, perform }];
      skipped.set(nameOf(call), (skipped.get(nameOf(call)) ?? 0) + 1);
      return [];
    });
    const different = new Map<string, number>();
    const used = processorSeconds(process.pid);
    const started = performance.now();
    await performAll(prepared, concurrency, different);
    const seconds = (performance.now() - started) / 1000;
    return {
      seconds,
      processorSeconds: processorSeconds(process.pid) - used,
      calls: prepared.length,
      different,
      skipped,
    };
  } finally {
    players.stop();
    await parts.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

async function performAll(prepared: Prepared[], concurrency: number, different: Map<string, number>): Promise<void> {
  const queue = prepared.values();
  const work = async (): Promise<void> => {
    for (const { call, perform } of queue) {
      const status = await perform();
      // A form's upload is answered 201, a plain one 200.
      if (Math.floor(status / 100) === Math.floor(call.status / 100)) continue;
      different.set(nameOf(call), (different.get(nameOf(call)) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
}

function playersFor(parts: Parts) {
  const dynamodb = dynamoDbPlayer(parts.dynamodb, LOCAL_CREDENTIALS);
  const s3 = s3Player(parts.s3, LOCAL_CREDENTIALS);
  const sqs = sqsPlayer(parts.sqs, LOCAL_CREDENTIALS, (name) => parts.queueUrls[name] ?? '');
  const mail = mailPlayer(parts.smtp);
  return {
    prepare: (call: Call): Performer | undefined => {
      switch (call.service) {
        case 'dynamodb':
          return dynamodb.prepare(call);
        case 's3':
          return s3.prepare(call);
        case 'sqs':
          return sqs.prepare(call);
        default:
          return mail.prepare(call);
      }
    },
    stop: () => {
      for (const player of [dynamodb, s3, sqs, mail]) player.stop();
    },
  };
}
