/** A stage is a place the system runs: everything that may differ between places, as data. */
import * as z from 'zod';
import { checkRouteKey, routeLimits } from './routes.ts';

/** Requests per second in the long run, and how many at once. */
const Limit = z.strictObject({ rate: z.int().positive(), burst: z.int().positive() });

const Stage = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{0,19}$/),
  /** Where it must be deployed; without one the template fits any region outside China. */
  region: z
    .string()
    .regex(/^[a-z]{2}(-[a-z]+)+-[1-9]$/)
    .optional(),
  architecture: z.enum(['arm64', 'x86_64']),
  /**
   * X-Ray for functions and state machines. Off by default: executions keep a history and requests their ids, nothing of ours
   * is told to the tracer, and China does not have it, so nobody's way of finding a fault may rest on it.
   */
  tracing: z.enum(['off', 'active']),
  /** How mail leaves: by a server that the parameter `SmtpUrl` names. Elsewhere than in China that may be SES's own. */
  mail: z.enum(['smtp']),
  logRetention: z.enum(['month', 'year']),
  /** How long nobody may change or delete evidence, from its upload on. */
  evidenceLockDays: z.int().positive().max(36_500),
  /** Who can lift that lock: in `governance` whoever has `s3:BypassGovernanceRetention`, in `compliance` nobody, not even the account. */
  evidenceLockMode: z.enum(['governance', 'compliance']),
  /**
   * Who looks for malware in uploads: `none` (reviewers are told so), `guardduty` (Malware Protection for S3 must be switched on for
   * the inbox, with tagging), or `clamd://host:port` (a ClamAV daemon that the intake can reach).
   */
  malwareScan: z.string().regex(/^(none|guardduty|clamd:\/\/[a-z0-9.-]+:[0-9]+)$/),
  /**
   * What stands before the pages: `none` is an HTTP API, which AWS WAF cannot guard; `regional` a REST API of the region behind WAF,
   * on a domain of your own.
   */
  waf: z.enum(['none', 'regional']),
  /**
   * How many environments of the function behind the pages are kept started, with all pages loaded. Nobody waits for any other
   * function. With none, who comes first after a quiet time waits for one to start.
   */
  warmPages: z.int().min(0).max(100),
  /** How many requests of one address WAF lets through in five minutes. An office has one address for everybody in it. */
  wafRequestsPerAddress: z.int().min(100),
  /**
   * Origins of the pages that send packages to the inbox, each with one `*` at most. Without them it is the parameter `PublicOrigin`, or
   * any address of an HTTP API in the region.
   */
  pageOrigins: z.array(z.string()).optional(),
  /** Topics for alarms, one for each severity; who subscribes is decided where it runs. */
  alarmTopic: z.boolean(),
  /** What the runbook's path in an alarm begins with, as `https://host/repository/blob/main/`; without it the path is relative. */
  runbookUrl: z.url().optional(),
  /** What the pages take before they answer 429. */
  throttle: Limit,
  /** The same for single routes, such as `POST /code/send`: what costs money, writes much, or invites abuse. */
  routeThrottle: z.record(z.string().refine(checkRouteKey), Limit),
  /**
   * What one link may do a minute, and within ten seconds, before it is asked to wait: forms and files; pages that are only looked at
   * five times as often. Somebody who writes saves by itself forty times a minute.
   */
  linkPace: z.strictObject({ perMinute: z.int().positive(), burst: z.int().positive() }),
});
export type Stage = z.infer<typeof Stage>;

export type Partition = 'aws' | 'aws-cn';

/** @throws Error for a region of a partition that this was not made for */
export function partitionOf(region: string | undefined): Partition {
  if (region?.startsWith('cn-')) return 'aws-cn';
  if (region !== undefined && /^(us-gov|us-iso|eu-isoe|eusc)/.test(region))
    throw new Error(
      `${region}: only the partitions aws and aws-cn are known; see infra/checks/china.ts for what another one needs`,
    );
  return 'aws';
}

const everywhere = {
  tracing: 'off',
  mail: 'smtp',
  malwareScan: 'none',
  waf: 'none',
  warmPages: 0,
  wafRequestsPerAddress: 3000,
  logRetention: 'month',
  evidenceLockDays: 1,
  evidenceLockMode: 'governance',
  alarmTopic: false,
  throttle: { rate: 50, burst: 100 },
  linkPace: { perMinute: 120, burst: 40 },
} satisfies Partial<Stage>;

/** arm64 is cheaper where it is there; for China it is not announced. */
const defaults: Record<Partition, typeof everywhere & Pick<Stage, 'architecture'>> = {
  aws: { ...everywhere, architecture: 'arm64' },
  'aws-cn': { ...everywhere, architecture: 'x86_64' },
};

/** What a stage that real people depend on has. */
const production = {
  logRetention: 'year',
  evidenceLockDays: 3650,
  evidenceLockMode: 'compliance',
  alarmTopic: true,
  throttle: { rate: 200, burst: 400 },
} satisfies Partial<Stage>;

/** What each stage has that is not the default of its partition. */
const stages: Record<string, Partial<Stage>> = {
  /** The machine in front of you: the local cloud runs this template. */
  local: {
    pageOrigins: ['http://127.0.0.1:*', 'http://localhost:*'],
    // A whole round comes from one machine there.
    throttle: { rate: 1000, burst: 2000 },
    linkPace: { perMinute: 6000, burst: 2000 },
  },
  dev: {},
  prod: production,
  /** China. The API needs an ICP filing before anybody may open it. */
  'cn-prod': { ...production, region: 'cn-north-1' },
};

export const STAGE_NAMES: readonly string[] = Object.keys(stages);

/**
 * @param overrides what is to be different, such as the region: the defaults are then those of its partition
 * @throws Error naming the stages there are, or everything that is wrong with the settings and what to do
 */
export function stageNamed(name: string, overrides: Partial<Stage> = {}): Stage {
  const own = stages[name];
  if (own === undefined) throw new Error(`no stage ${name}; there are ${STAGE_NAMES.join(', ')}`);
  const given = { ...own, ...overrides };
  const throttle = given.throttle ?? everywhere.throttle;
  return checkedStage({
    name,
    routeThrottle: routeLimits(throttle),
    ...defaults[partitionOf(given.region)],
    ...given,
  });
}

/** @throws Error with everything that is wrong with the settings, and what to do */
export function checkedStage(settings: unknown): Stage {
  const parsed = Stage.safeParse(settings);
  if (!parsed.success) throw new Error(`the stage's settings: ${z.prettifyError(parsed.error)}`);
  const stage = parsed.data;
  const faults = [...(partitionOf(stage.region) === 'aws-cn' ? notInChina(stage) : []), ...notHere(stage)];
  if (faults.length > 0) throw new Error(`the stage ${stage.name}: ${faults.join('; ')}`);
  return stage;
}

/** Sources: `infra/checks/china.ts`. */
function notInChina(stage: Stage): string[] {
  const faults: string[] = [];
  if (stage.architecture === 'arm64')
    faults.push('architecture arm64 is not announced for China: leave it out, or set x86_64');
  if (stage.tracing === 'active') faults.push('tracing: functions in China have no X-Ray; set it to off');
  if (stage.malwareScan === 'guardduty')
    faults.push('malwareScan: GuardDuty in China has no malware protection; use clamd://host:port, or none');
  return faults;
}

function notHere(stage: Stage): string[] {
  if (stage.name !== 'local') return [];
  const faults: string[] = [];
  if (stage.waf !== 'none') faults.push('waf: the local cloud runs the HTTP API only; set it to none');
  if (stage.evidenceLockMode === 'compliance')
    faults.push('evidenceLockMode: what is only tried out must be removable; set it to governance');
  return faults;
}
