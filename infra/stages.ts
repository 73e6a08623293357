/** A stage is a place the system runs: everything that may differ between places, as data. */
export interface Stage {
  name: string;
  /** Where it must be deployed; without one the template fits any region. */
  region?: string;
  architecture: 'arm64' | 'x86_64';
  logRetention: 'month' | 'year';
  /** How long nobody may change or delete evidence, from its upload on. Governance mode: a named role can lift it. */
  evidenceLockDays: number;
  /**
   * Who looks for malware in uploads: `none` (reviewers are told so), `guardduty` (Malware Protection for S3 must be switched on for
   * the inbox, with tagging), or `clamd://host:port` (a ClamAV daemon that the intake can reach).
   */
  malwareScan: string;
  /**
   * Origins of the pages that send packages to the inbox, each with one `*` at most. Without them it is the parameter `PublicOrigin`, or
   * any address of an HTTP API in the region.
   */
  pageOrigins?: string[];
  /** Topics for alarms, one for each severity; who subscribes is decided where it runs. */
  alarmTopic: boolean;
  /** What the runbook's path in an alarm begins with, as `https://host/repository/blob/main/`; without it the path is relative. */
  runbookUrl?: string;
  /** Requests per second, and at once, that the pages take before they answer 429. */
  throttle: { rate: number; burst: number };
  /**
   * What one link may do a minute, and within ten seconds, before it is asked to wait: forms and files; pages that are only looked at
   * five times as often. Somebody who writes saves by itself forty times a minute.
   */
  linkPace: { perMinute: number; burst: number };
}

const stages: Record<string, Stage> = {
  /** The machine in front of you: the local cloud runs this template. */
  local: {
    name: 'local',
    architecture: 'arm64',
    logRetention: 'month',
    evidenceLockDays: 1,
    malwareScan: 'none',
    pageOrigins: ['http://127.0.0.1:*', 'http://localhost:*'],
    alarmTopic: false,
    throttle: { rate: 1000, burst: 2000 },
    // Those who play a round act as fast as they can.
    linkPace: { perMinute: 6000, burst: 2000 },
  },
  dev: {
    name: 'dev',
    architecture: 'arm64',
    logRetention: 'month',
    evidenceLockDays: 1,
    malwareScan: 'none',
    alarmTopic: false,
    throttle: { rate: 50, burst: 100 },
    linkPace: { perMinute: 120, burst: 40 },
  },
  prod: {
    name: 'prod',
    architecture: 'arm64',
    logRetention: 'year',
    evidenceLockDays: 3650,
    malwareScan: 'none',
    alarmTopic: true,
    throttle: { rate: 200, burst: 400 },
    linkPace: { perMinute: 120, burst: 40 },
  },
  /** China: arm64 is not announced there. The API needs an ICP filing before anybody may open it. */
  'cn-prod': {
    name: 'cn-prod',
    region: 'cn-north-1',
    architecture: 'x86_64',
    logRetention: 'year',
    evidenceLockDays: 3650,
    malwareScan: 'none',
    alarmTopic: true,
    throttle: { rate: 200, burst: 400 },
    linkPace: { perMinute: 120, burst: 40 },
  },
};

export const stageNames: readonly string[] = Object.keys(stages);

/** @throws Error naming the stages there are */
export function stageNamed(name: string): Stage {
  const stage = stages[name];
  if (stage === undefined) throw new Error(`no stage ${name}; there are ${Object.keys(stages).join(', ')}`);
  return stage;
}
