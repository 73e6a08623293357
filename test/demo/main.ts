/** `npm run demo`: a whole round, from uploaded packages to settled payments, in a city that does not exist. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { LocalCloudError } from '../../infra/local/errors.ts';
import { localAssembly } from '../../infra/local/start/assembly.ts';
import { Weather } from '../../infra/local/weather/weather.ts';
import { recompute } from '../../shared/export/recompute.ts';
import { checkRound } from '../../shared/invariants/round.ts';
import { verdictText } from '../../shared/invariants/text.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import { BadFlags, type Options, readOptions } from './options.ts';
import { resultFiles, summaryFile, summaryOf, writeFiles } from './outputs.ts';
import { type Played, playRound } from './play.ts';
import { QINGDAO, readPolicy } from './policy.ts';
import { costOf } from './report/cost.ts';
import { watchMemory } from './report/memory.ts';
import { liveProgress, type Progress, silent } from './report/progress.ts';
import { summaryText } from './report/summary.ts';
import { weatherText } from './report/weather.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MIB = 1024 * 1024;

/** Plays in a folder of its own, which goes when all went well and stays to be looked into otherwise. */
async function play(
  options: Options,
  policy: Policy,
  weather: Weather | undefined,
  progress: Progress,
): Promise<Played> {
  const assemblyDir = await localAssembly(join(ROOT, '.local', 'assembly'));
  progress.say(`一座虚构的${policy.city}，${options.applications} 件申报，种子 ${options.seed}`);
  const dataDir = mkdtempSync(join(tmpdir(), 'awards-demo-'));
  try {
    const { applications, seed } = options;
    const cloud = weather && { weather };
    const round = { policy, applications, seed, assemblyDir, dataDir, ...(cloud && { cloud }) };
    const played = await playRound({ ...round, watch: progress.wave });
    rmSync(dataDir, { recursive: true });
    return played;
  } catch (error) {
    progress.say(`没有完成。本次运行的状态留在 ${dataDir}`);
    throw error;
  }
}

async function demo(options: Options): Promise<number> {
  const started = performance.now();
  const policy = readPolicy(options.policy ?? QINGDAO);
  const memory = watchMemory();
  const progress = options.json ? silent : liveProgress(process.stdout);
  progress.say('综合云模板');
  const weather = options.weather === 'bad' ? new Weather(options.seed) : undefined;
  const { exported, operations, live, received, redriven } = await play(options, policy, weather, progress);
  progress.end();
  const recomputed = recompute(exported);
  const invariants = checkRound(exported, live);
  const seconds = (performance.now() - started) / 1000;
  const summary = summaryOf(exported, {
    seed: options.seed,
    applications: options.applications,
    recomputed,
    invariants,
    wallClock: {
      seconds,
      applicationsPerSecond: options.applications / seconds,
      peakMemoryMiB: Math.round(memory.peakBytes() / MIB),
      operations,
      cost: costOf(operations, options.applications),
      ...(weather && { weather: { thrown: weather.thrown(), redriven } }),
    },
  });
  memory.stop();
  const out = resolve(options.out);
  writeFiles(out, { ...resultFiles(exported), 'summary.json': summaryFile(summary) });
  console.log(options.json ? summaryFile(summary).trimEnd() : reportText(summary, received.length, out));
  return recomputed.agrees && summary.reconciliation.agrees && invariants.every(({ holds }) => holds) ? 0 : 1;
}

function reportText(summary: ReturnType<typeof summaryOf>, received: number, out: string): string {
  const { wallClock, recomputed, invariants } = summary;
  const { cost } = wallClock;
  const dollars = (amount: number) => `${amount.toFixed(4)} 美元`;
  const services = Object.entries(cost.byService).map(([name, amount]) => `${name} ${dollars(amount)}`);
  return [
    '',
    summaryText(summary),
    '',
    `财政收到的拨付指令：${received} 条`,
    `从导出文件重新计算全部数字：${recomputed.agrees ? '一致' : '不一致'}`,
    ...recomputed.differences.map((difference) => `  ${difference}`),
    verdictText(invariants),
    ...(wallClock.weather === undefined ? [] : ['', weatherText(wallClock.weather)]),
    '',
    `若在 AWS 上运行（${cost.region}，${cost.asOf} 价目）：每件申报 ${dollars(cost.perApplication)}，共 ${dollars(cost.total)}`,
    `  ${services.join('，')}`,
    `用时 ${wallClock.seconds.toFixed(1)} 秒，每秒 ${wallClock.applicationsPerSecond.toFixed(1)} 件，全部进程最多占用内存 ${wallClock.peakMemoryMiB} MiB`,
    '',
    `结果在 ${out}：summary.json、export.json、award-list-*.csv、disbursements.jsonl`,
  ].join('\n');
}

try {
  process.exitCode = await demo(readOptions(process.argv.slice(2)));
} catch (error) {
  if (error instanceof BadFlags) {
    console.error(error.message);
    process.exitCode = 2;
  } else {
    console.error(error instanceof LocalCloudError ? error.message : error);
    process.exitCode = 1;
  }
}
