/** Plays a round and says what it cost, by stage, function and operation: `node play.child.ts APPLICATIONS`. */
import { subscribe } from 'node:diagnostics_channel';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { COUNTED_CHANNEL, type Counted } from '../../../infra/local/operations.ts';
import { localAssembly } from '../../../infra/local/start/assembly.ts';
import { playRound } from '../../demo/play.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { type Count, factsOf, type PlayedRound } from './played.ts';
import { Attribution, functionOf } from './stages.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const applications = Number(process.argv[2]);

const attribution = new Attribution();
let done = false;
const counts = new Map<string, Count>();
subscribe(COUNTED_CHANNEL, (message) => {
  const { operation, amount, by } = message as Counted;
  if (done) return;
  const count = { stage: attribution.stageOf({ by }), by: functionOf(by) ?? '', operation };
  const key = JSON.stringify(count);
  counts.set(key, { ...count, amount: (counts.get(key)?.amount ?? 0) + amount });
});

const bytesIn = (folder: string): number => {
  const files = readdirSync(join(dataDir, folder), { recursive: true, withFileTypes: true });
  return files.reduce((sum, file) => sum + (file.isFile() ? statSync(join(file.parentPath, file.name)).size : 0), 0);
};

const dataDir = mkdtempSync(join(tmpdir(), 'awards-cost-'));
try {
  const played = await playRound({
    ...{ policy: readPolicy(QINGDAO), applications, seed: 'cost', dataDir },
    assemblyDir: await localAssembly(join(ROOT, '.local', 'assembly')),
    watch: () => undefined,
    begins: (stage) => {
      if (stage === 'done') done = true;
      else attribution.begins(stage);
    },
  });
  const bytes = { logs: bytesIn('logs'), objects: bytesIn('s3'), table: bytesIn('dynamodb') };
  const said: PlayedRound = { applications, facts: factsOf(played.exported), counts: [...counts.values()], bytes };
  process.stdout.write(`${JSON.stringify(said)}\n`);
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
