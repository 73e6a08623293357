/** `npm start`: a small round to look around in, on this machine, with its state in `.local`. */
import { rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LocalCloudError } from './errors.ts';
import { localAssembly } from './start/assembly.ts';
import { startAwardsCloud } from './start/awards-cloud.ts';
import { startDesk } from './start/desk.ts';
import { startLanding } from './start/landing/server.ts';
import { BadFlags, readOptions } from './start/options.ts';
import { prepared } from './start/visit.ts';

const ASSEMBLIES = join(import.meta.dirname, '..', '..', '.local', 'assembly');

async function start(args: string[]): Promise<void> {
  const { port, dir, fresh } = readOptions(args);
  await using closing = new AsyncDisposableStack();
  const landing = await startLanding(port);
  closing.defer(landing.stop);
  const state = resolve(dir, 'state');
  const packages = resolve(dir, 'packages');
  if (fresh) for (const old of [state, packages]) rmSync(old, { recursive: true, force: true });
  const assembly = await localAssembly(ASSEMBLIES);
  const visit = await prepared({ assembly, state, packages });
  const cloud = await startAwardsCloud({ assemblyDir: assembly, dataDir: state, clock: { mode: 'real' } });
  closing.defer(cloud.stop);
  const desk = startDesk({ cloud, dataDir: state, visit });
  closing.defer(desk.stop);
  landing.serve(desk);
  const { endpoints, environment, outputs } = cloud;
  writeFileSync(resolve(dir, 'outputs.json'), JSON.stringify({ endpoints, environment, outputs }, null, 2));
  console.log(`评选已在本机运行，请在浏览器中打开 ${landing.url}\n按 Ctrl+C 结束；状态保存在 ${dir}，下次继续。`);
  await interrupted();
}

const interrupted = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });

try {
  await start(process.argv.slice(2));
} catch (error) {
  if (error instanceof BadFlags) {
    console.error(error.message);
    process.exitCode = 2;
  } else {
    console.error(error instanceof LocalCloudError ? error.message : error);
    process.exitCode = 1;
  }
}
