import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { LocalCloudOptions } from '../../infra/local/cloud.ts';
import type { Instruction } from '../../infra/local/finance/ledger.ts';
import { startAwardsCloud } from '../../infra/local/start/awards-cloud.ts';
import { outputOf } from '../../infra/local/start/outputs.ts';
import { exportRound } from '../../shared/export/export.ts';
import type { RoundExport } from '../../shared/export/schema.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { generateWorld } from '../world/generate.ts';
import type { World } from '../world/types.ts';
import { driveRound, type Scene } from './drive.ts';
import { calendarOf } from './people/schedule.ts';
import { clientSettings, operatorOf, type Site, setScene, storesOf } from './stage.ts';

export interface PlayOptions {
  policy: Policy;
  applications: number;
  seed: string;
  /** A synthesized app of the stage `local`. */
  assemblyDir: string;
  /** All state. A play on a folder that another left goes on where that one stopped. */
  dataDir: string;
  watch: Scene['watch'];
  /** How the cloud runs, where it is not the usual way. */
  cloud?: Pick<LocalCloudOptions, 'load' | 'weather' | 'retryCapMs' | 'httpPort' | 's3Port' | 'smtpPort' | 'ports'>;
}

export interface Played {
  world: World;
  exported: RoundExport;
  /** What the finance office has in its own books. */
  received: Instruction[];
  /** What AWS would bill, over all runs on the folder. */
  operations: Record<string, number>;
  /** Messages in dead-letter queues, by the queue's name; empty when there are none. */
  deadLetters: Record<string, number>;
}

/**
 * Plays a whole round on a local cloud of its own: opens it, lets everybody act until it is closed, and exports it.
 * @throws LocalCloudError, CallRefused, RoundStuck, WaveFailed
 */
export async function playRound(options: PlayOptions): Promise<Played> {
  const { policy, applications, seed, dataDir, watch } = options;
  const world = generateWorld({ seed, applications, policy });
  await using closing = new AsyncDisposableStack();
  const cloud = await startAwardsCloud({
    assemblyDir: options.assemblyDir,
    dataDir,
    clock: { mode: 'still', start: calendarOf(policy).opens },
    ...options.cloud,
  });
  closing.defer(cloud.stop);
  const stores = storesOf(cloud);
  closing.defer(stores.close);
  const { operator, close } = operatorOf(cloud, stores.evidence);
  closing.defer(close);
  const { clock } = cloud;
  const time = {
    now: () => clock.now(),
    jumpTo: (moment: number) => clock.jumpTo(moment),
    nextDue: () => clock.nextDue(),
    idle: cloud.idle,
  };
  const scene = setScene({ site: cloud, time, world, dataDir, operator, watch });
  closing.defer(scene.finance.office.stop);

  await operator.open(world);
  await driveRound(scene);
  return {
    world,
    exported: await exportRound(stores.table, stores.evidence, world.roundId),
    received: scene.finance.office.received(),
    operations: cloud.operations(),
    deadLetters: await deadLetters(cloud),
  };
}

async function deadLetters(site: Site): Promise<Record<string, number>> {
  const sqs = new SQSClient({ ...clientSettings(site), endpoint: site.endpoints.sqs });
  const counts: Record<string, number> = {};
  for (const QueueUrl of outputOf(site, 'DlqUrls').split(',')) {
    const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    const count = Number(Attributes?.ApproximateNumberOfMessages ?? 0);
    if (count > 0) counts[QueueUrl.split('/').at(-1) ?? QueueUrl] = count;
  }
  sqs.destroy();
  return counts;
}
