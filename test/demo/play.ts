import { join } from 'node:path';
import type { LocalCloudOptions } from '../../infra/local/cloud.ts';
import type { Instruction } from '../../infra/local/finance/ledger.ts';
import type { PermissionReport } from '../../infra/local/iam/access.ts';
import { startAwardsCloud } from '../../infra/local/start/awards-cloud.ts';
import { exportRound } from '../../shared/export/export.ts';
import type { RoundExport } from '../../shared/export/schema.ts';
import { type LiveFacts, liveFacts } from '../../shared/invariants/live.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { generateWorld } from '../world/generate.ts';
import type { World } from '../world/types.ts';
import { driveRound, type Scene } from './drive.ts';
import { openAttendant } from './outside/attendant.ts';
import { calendarOf } from './people/schedule.ts';
import { operatorOf, setScene, storesOf } from './stage.ts';

export interface PlayOptions {
  policy: Policy;
  applications: number;
  seed: string;
  /** A synthesized app of the stage `local`. */
  assemblyDir: string;
  /** All state. A play on a folder that another left goes on where that one stopped. */
  dataDir: string;
  watch: Scene['watch'];
  /** Told before each wave whose it is, and when all is done and only looked at. */
  begins?: (stage: Parameters<NonNullable<Scene['begins']>>[0] | 'done') => void;
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
  /** Dead letters that somebody put back; only in bad weather is anybody there for it. */
  redriven: number;
  /** What the system shows of the round beside its export, when all is done. */
  live: LiveFacts;
  /** What the system's parts were allowed, and used. */
  permissions: PermissionReport;
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
  const attendant = options.cloud?.weather && openAttendant(join(dataDir, 'endpoints.json'), cloud.parked);
  closing.defer(() => attendant?.close());
  const scene = {
    ...setScene({ site: cloud, time, world, dataDir, operator, watch }),
    ...(attendant && { tend: attendant.tend }),
    ...(options.begins && { begins: options.begins }),
  };
  closing.defer(scene.finance.office.stop);

  await operator.open(world);
  await driveRound(scene);
  options.begins?.('done');
  return {
    world,
    exported: await exportRound(stores.table, stores.evidence, world.roundId),
    received: scene.finance.office.received(),
    operations: cloud.operations(),
    permissions: cloud.permissions(),
    redriven: attendant?.putBack() ?? 0,
    // After the count: looking is not the round's work.
    live: await liveFacts({ ...stores, now: clock.now(), graceMs: 0 }, world.roundId),
  };
}
