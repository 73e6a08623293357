import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { deadQueues } from '../../infra/cli/letters.ts';
import { openPlace, type Place } from '../../infra/cli/place.ts';
import { startAwardsCloud } from '../../infra/local/start/awards-cloud.ts';
import { Mailroom } from '../../infra/local/start/mailroom.ts';
import { Weather } from '../../infra/local/weather/weather.ts';
import { calendarOf } from '../demo/people/schedule.ts';
import { operatorOf } from '../demo/stage.ts';
import { generateWorld } from '../world/generate.ts';
import { smallPolicy } from './world.ts';

/** Malformed in every way that a queue lets through. */
const POISON = [' ', '{', '[]', 'null', '{"kind":"task"}', '{"time":"x","detail":{}}', '毒'.repeat(20_000)];
const WAIT_MS = 20;

export interface Throughput {
  /** Letters that reached their readers. */
  letters: number;
  /** Messages that no function can handle, and that stand in dead-letter queues when all is done. */
  poisoned: number;
  parked: number;
  seconds: number;
}

/**
 * Opens a round and counts how long its invitations take to arrive: from the records through stream, queue and mail.
 * @param bad in bad weather, and with poisoned messages in every queue
 */
export async function throughput(applications: number, assemblyDir: string, bad: boolean): Promise<Throughput> {
  const policy = smallPolicy('poison');
  const world = generateWorld({ seed: 'poison', applications, policy });
  const dataDir = mkdtempSync(join(tmpdir(), 'poison-'));
  const clock = { mode: 'still', start: calendarOf(policy).opens } as const;
  const weather = bad ? { weather: new Weather('poison') } : {};
  const cloud = await startAwardsCloud({ assemblyDir, dataDir, clock, ...weather });
  const place = openPlace(join(dataDir, 'endpoints.json'), {});
  const { operator, close } = operatorOf(cloud, place.evidence);
  try {
    const poisoned = bad ? await poison(place) : 0;
    await operator.open(world);
    const started = performance.now();
    const invited = world.registers.invitations.length;
    const mailroom = new Mailroom(join(dataDir, 'mail'));
    // Some letters come twice: each application's first counts.
    const arrived = new Set<string>();
    while (arrived.size < invited) {
      await sleep(WAIT_MS);
      for (const { about } of mailroom.fetch()) arrived.add(about);
    }
    const seconds = (performance.now() - started) / 1000;
    await cloud.idle();
    return { letters: arrived.size, poisoned, parked: cloud.parked(), seconds };
  } finally {
    close();
    place.close();
    await cloud.stop();
    rmSync(dataDir, { recursive: true });
  }
}

/** Puts every kind of poison into every queue that a function feeds on. Returns how many messages that are. */
async function poison(place: Place): Promise<number> {
  const queues = deadQueues(place).flatMap((queue) =>
    queue.kind === 'queue' && queue.consumer !== undefined ? [queue.url] : [],
  );
  const messages = queues.flatMap((QueueUrl) => POISON.map((MessageBody) => ({ QueueUrl, MessageBody })));
  for (const message of messages) await place.sqs.send(new SendMessageCommand(message));
  return messages.length;
}
