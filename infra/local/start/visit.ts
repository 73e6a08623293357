import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { localInstant } from '../../../shared/domain/calendar.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { startAwardsCloud } from './awards-cloud.ts';
import { players } from './players.ts';

const Visit = z.object({
  roundId: z.string(),
  packages: z.array(z.object({ file: z.string(), applicationId: z.string() })),
});
export type Visit = z.infer<typeof Visit>;

/** The folders of `npm start` below `.local`. */
export interface Folders {
  assembly: string;
  state: string;
  packages: string;
}

/**
 * What the visitor finds: made on the first start, while the clock stands still at the policy's call, and left alone
 * later. A preparation that was broken off is done again; whatever of it was there stays.
 */
export async function prepared({ assembly, state, packages }: Folders): Promise<Visit> {
  const file = join(state, 'visit.json');
  if (existsSync(file)) return Visit.parse(JSON.parse(readFileSync(file, 'utf8')));
  mkdirSync(join(state, 'people'), { recursive: true });
  const start = Date.parse(localInstant(qingdao.timeline.value.callAt));
  const cloud = await startAwardsCloud({ assemblyDir: assembly, dataDir: state, clock: { mode: 'still', start } });
  try {
    const visit = Visit.parse(await players('seed', state, packages));
    await cloud.idle();
    writeFileSync(`${file}.new`, JSON.stringify(visit));
    renameSync(`${file}.new`, file);
    return visit;
  } finally {
    await cloud.stop();
  }
}
