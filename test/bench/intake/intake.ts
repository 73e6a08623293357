import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { S3Client } from '@aws-sdk/client-s3';
import { checkPackage } from '../../../shared/package/check.ts';
import { Bucket } from '../../../shared/store/buckets.ts';
import { pricesOf } from '../../demo/report/prices.ts';
import type { Finding } from '../round.ts';
import { type BenchPackage, benchPackage } from './packages.ts';
import { BUCKET, KEYS, REGION } from './place.ts';
import type { Verified, VerifyTask } from './verify.child.ts';

const MEGABYTE = 1e6;
const LARGE = { files: 50, bytes: 200 * MEGABYTE };
/** More than the policy takes: whether memory grows with the size. */
const HUGE = { files: 50, bytes: 600 * MEGABYTE };
const MEDIUM = { files: 50, bytes: 20 * MEGABYTE };
const SMALL = { files: 10, bytes: 200_000 };
const SMALL_ROUNDS = 400;
const MOST = { ratio: 1.5, grownMegabytes: 64, smallMilliseconds: 10 };
/** Lambda gives a whole processor at 1769 MB; the function has 1024. */
const LAMBDA_SHARE = 1024 / 1769;
const TIMES = 3;
/** As the function has it (`infra/constructs/intake.ts`). */
const ENGINE = ['--max-semi-space-size=4'];

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const run = promisify(execFile);
/** The run that took the most memory. */
const most = (runs: Verified[]): Verified => runs.reduce((a, b) => (a.grown > b.grown ? a : b));
const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * What it takes to verify packages: time against the tools that everybody has, memory, requests, and what that costs on AWS.
 * @throws Error where a package that is good is not accepted
 */
export async function benchIntake(): Promise<Finding[]> {
  const dir = mkdtempSync(join(tmpdir(), 'awards-intake-'));
  try {
    const large = prepare(dir, 'large', benchPackage(LARGE.files, LARGE.bytes));
    const medium = prepare(dir, 'medium', benchPackage(MEDIUM.files, MEDIUM.bytes));
    const small = benchPackage(SMALL.files, SMALL.bytes);
    const ratio = await compare(large);
    const twenty = await verify(medium);
    const huge = prepare(dir, 'huge', withoutLimits(benchPackage(HUGE.files, HUGE.bytes)));
    const hugeFile = await verify(huge);
    const remote = await overS3(dir, large, TIMES);
    const hugeRemote = await overS3(dir, huge, 1);
    const each = await perSmallPackage(small);
    printCost(small.bytes.length, { processorSeconds: each / 1000, requests: 1 }, SMALL.files);
    printCost(medium.task.size, twenty, MEDIUM.files);
    printCost(large.task.size, ratio.verified, LARGE.files);
    const megabytes = ({ grown }: Verified) => grown / MEGABYTE;
    return [
      ...ratio.findings,
      {
        what: '200 MB from the local S3 ÷ from a file, time',
        value: remote.seconds / ratio.verified.seconds,
        unit: '',
      },
      { what: 'memory grown by 200 MB', value: megabytes(ratio.verified), most: MOST.grownMegabytes, unit: 'MB' },
      { what: 'memory grown by 600 MB', value: megabytes(hugeFile), most: MOST.grownMegabytes, unit: 'MB' },
      {
        what: 'memory grown by 200 MB from the local S3',
        value: megabytes(remote),
        most: MOST.grownMegabytes,
        unit: 'MB',
      },
      {
        what: 'memory grown by 600 MB from the local S3',
        value: megabytes(hugeRemote),
        most: MOST.grownMegabytes,
        unit: 'MB',
      },
      { what: 'memory grown by 20 MB', value: megabytes(twenty), most: MOST.grownMegabytes, unit: 'MB' },
      { what: 'range reads of 200 MB', value: ratio.verified.requests, unit: '' },
      {
        what: `a package of ${SMALL.files} files, 200 KB, processor time`,
        value: each,
        most: MOST.smallMilliseconds,
        unit: 'ms',
      },
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

/** As for a city that takes packages of any size. */
function withoutLimits({ bytes, slot }: BenchPackage): BenchPackage {
  const { intake } = slot.policy;
  const value = { ...intake.value, maxPackageBytes: 2 * bytes.length, maxUnpackedBytes: 4 * bytes.length };
  return { bytes, slot: { ...slot, policy: { ...slot.policy, intake: { ...intake, value } } } };
}

interface Prepared {
  task: VerifyTask;
  taskFile: string;
}

function prepare(dir: string, name: string, { bytes, slot }: BenchPackage): Prepared {
  const file = join(dir, `${name}.zip`);
  writeFileSync(file, bytes);
  const task = { size: bytes.length, slot, file };
  const taskFile = join(dir, `${name}.json`);
  writeFileSync(taskFile, JSON.stringify(task));
  return { task, taskFile };
}

async function verify({ taskFile }: Prepared, env: Record<string, string> = {}): Promise<Verified> {
  const child = join(import.meta.dirname, 'verify.child.ts');
  const { stdout } = await run(process.execPath, [...ENGINE, child, taskFile], { env: { ...process.env, ...env } });
  const verified = JSON.parse(stdout) as Verified;
  if (verified.problems.length > 0) throw new Error(`a good package was refused: ${verified.problems.join(', ')}`);
  return verified;
}

/** The same file, in turn, by us and by the machine's own tools. */
async function compare(large: Prepared): Promise<{ findings: Finding[]; verified: Verified }> {
  const ours: Verified[] = [];
  const theirs: number[] = [];
  for (let i = 0; i < TIMES; i++) {
    ours.push(await verify(large));
    const seconds = (await timed('unzip', ['-tq', large.task.file])) + (await timed('sha256sum', [large.task.file]));
    theirs.push(seconds);
  }
  const seconds = median(ours.map((one) => one.seconds));
  const verified = { ...most(ours), seconds };
  print(`200 MB: verified in ${seconds.toFixed(2)} s (processor ${verified.processorSeconds.toFixed(2)} s)`);
  const tools = median(theirs);
  if (Number.isNaN(tools)) {
    print('  unzip or sha256sum is not on this machine: nothing to compare with');
    return { findings: [], verified };
  }
  print(`  unzip -tq and sha256sum: ${tools.toFixed(2)} s`);
  const what = '200 MB, 50 PDFs: verified ÷ unzip -tq + sha256sum, time';
  return { findings: [{ what, value: seconds / tools, most: MOST.ratio, unit: '' }], verified };
}

/** Seconds that a program runs; NaN where there is none. */
async function timed(program: string, args: string[]): Promise<number> {
  const started = performance.now();
  const code = await new Promise<number | null>((resolve) => {
    const child = spawn(program, args, { stdio: 'ignore' });
    child.once('error', () => resolve(null));
    child.once('exit', resolve);
  });
  if (code !== null && code !== 0) throw new Error(`${program} ended with ${code}`);
  return code === null ? Number.NaN : (performance.now() - started) / 1000;
}

/** The same through the local S3; the time is the median, the memory that of the run that took most. */
async function overS3(dir: string, prepared: Prepared, times: number): Promise<Verified> {
  const storage = spawn(process.execPath, [join(import.meta.dirname, 'storage.child.ts'), join(dir, 's3')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(createInterface(storage.stdout), 'line');
  const endpoint = `http://127.0.0.1:${port}`;
  const client = new S3Client({ endpoint, forcePathStyle: true, region: REGION, credentials: KEYS });
  try {
    await new Bucket(BUCKET, client).write('package.zip', readFileSync(prepared.task.file), 'application/zip');
    const taskFile = join(dir, 's3.json');
    writeFileSync(taskFile, JSON.stringify({ ...prepared.task, s3: { endpoint, bucket: BUCKET, key: 'package.zip' } }));
    const env = { AWS_ACCESS_KEY_ID: KEYS.accessKeyId, AWS_SECRET_ACCESS_KEY: KEYS.secretAccessKey };
    const runs: Verified[] = [];
    for (let i = 0; i < times; i++) runs.push(await verify({ ...prepared, taskFile }, env));
    const seconds = median(runs.map((one) => one.seconds));
    print(`${(prepared.task.size / MEGABYTE).toFixed(0)} MB through the local S3: ${seconds.toFixed(2)} s`);
    return { ...most(runs), seconds };
  } finally {
    client.destroy();
    storage.stdin.end();
  }
}

/** Milliseconds of processor time for one small package, once the code is warm. */
async function perSmallPackage({ bytes, slot }: BenchPackage): Promise<number> {
  const read = async (start: number, length: number) => bytes.subarray(start, start + length);
  const once = () => checkPackage({ size: bytes.length, read }, slot);
  for (let i = 0; i < SMALL_ROUNDS / 4; i++) await once();
  const before = process.cpuUsage();
  for (let i = 0; i < SMALL_ROUNDS; i++) if (!(await once()).ok) throw new Error('a good small package was refused');
  const { user, system } = process.cpuUsage(before);
  const each = (user + system) / 1000 / SMALL_ROUNDS;
  print(`${bytes.length} bytes, ${SMALL.files} files: ${(1000 / each).toFixed(0)} packages per second and core`);
  return each;
}

/**
 * What taking one package in costs on AWS: it is read twice (once where it fits into memory), each file is written, the whole copied,
 * the manifest written, what is there already listed once. Processor time alone: waiting for the storage comes on top.
 */
function printCost(bytes: number, once: Pick<Verified, 'processorSeconds' | 'requests'>, files: number): void {
  const { prices, currency } = pricesOf('us-east-1');
  const reads = once.requests === 1 ? 1 : once.requests * 2;
  const writes = files + 4;
  const gbSeconds = (once.processorSeconds * 2) / LAMBDA_SHARE;
  const cost =
    reads * (prices['s3.get'] ?? 0) +
    writes * (prices['s3.put'] ?? 0) +
    gbSeconds * (prices['lambda.gbSeconds'] ?? 0) +
    (prices['lambda.invocations'] ?? 0);
  const size = (bytes / MEGABYTE).toFixed(1);
  print(
    `${size} MB, ${files} files: ${reads} reads and ${writes} writes of the storage, ${gbSeconds.toFixed(3)} GB-s: ${(cost * 1000).toFixed(3)} ${currency} per 1,000`,
  );
}
