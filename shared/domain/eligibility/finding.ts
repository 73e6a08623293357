import type { Policy } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import type { Finding } from '../../schemas/findings.ts';
import type { PackageManifest } from '../../schemas/package.ts';
import type { AccidentRow, DishonestyRow, PilotRow, ProviderRow, RegisterKind } from '../../schemas/registers.ts';

/** A claimed enterprise looked up in the pilots register. */
export type ClaimedPilot = (PilotRow & { found: true }) | { uscc: string; found: false };

/** What the registers pinned by the round say about one application. */
export interface EligibilityInput {
  policy: Policy;
  /** Date of the call (申报通知) in the city's zone; "近三年" ends on it. */
  callDate: string;
  manifest: PackageManifest;
  /** Version of each register that was read; every finding names its own. */
  versions: Record<RegisterKind, string>;
  /** The applicant's own row in the pilots register. */
  pilot: PilotRow | null;
  /** The applicant's own row in the provider pool. */
  provider: ProviderRow | null;
  dishonesty: DishonestyRow[];
  accidents: AccidentRow[];
  /** Pilots whose provider is the applicant by the register, passed or not. */
  servedPilots: PilotRow[];
  /** Enterprises the applicant names as served or landed, each looked up in the pilots register. */
  claimedPilots: ClaimedPilot[];
  /** An officer checked the credit code against the original and let it stand although its check character fails. */
  usccOverride: { at: string; reason: string } | null;
  /** Server time of the completed upload, and the window of the call: from its opening to the closing time with its grace. */
  receivedAt: string;
  window: { opensAt: string; closesAt: string };
  /** Whether this version answers a correction that was asked for, which has days of its own. */
  answersCorrection: boolean;
  /** What else the applicant has entered in this category and not taken back. */
  otherEntries: { applicationNo: number; title: string }[];
}

/** The input of a rule that only one category has. */
export type InputOf<C extends Category> = EligibilityInput & { manifest: Extract<PackageManifest, { category: C }> };
/** Provider, solution and chain case all apply from the pool. */
export type PoolInput = InputOf<'service-provider' | 'solution-product' | 'chain-case'>;

const REGISTER_TITLES: Partial<Record<RegisterKind, string>> = {
  pilots: '试点企业验收台账',
  providers: '推荐服务商资源池名单',
  dishonesty: '失信联合惩戒名单',
  accidents: '重大安全事故台账',
};

/** What a rule is, apart from how it came out. */
export interface Rule {
  rule: string;
  clause: string;
  title: string;
  /** Register the rule reads; null where it looks at the package alone. */
  register: RegisterKind | null;
}

/** One finding; its evidence begins with the register and the version it rests on. */
export function finding(input: EligibilityInput, rule: Rule, outcome: Finding['outcome'], evidence: string): Finding {
  const { register: kind, ...rest } = rule;
  const register = kind === null ? null : { kind, version: input.versions[kind] };
  const source =
    register === null ? '' : `据${REGISTER_TITLES[register.kind] ?? register.kind}（版本 ${register.version}）：`;
  return { ...rest, outcome, evidence: `${source}${evidence}`, register };
}

/** Without the applicant's row a condition can be neither confirmed nor denied: a person looks. */
export const withoutRow = (input: EligibilityInput, rule: Rule): Finding =>
  finding(input, rule, 'needs-person', '申报主体不在其中，本项无从核对');

/** Whether a date falls within the implementation period (实施期), first and last day included. */
export const inPeriod = (input: Pick<EligibilityInput, 'policy'>, date: string): boolean => {
  const { from, to } = input.policy.implementationPeriod.value;
  return from <= date && date <= to;
};
/** Whether the acceptance falls within the implementation period (实施期), first and last day included. */
export const acceptedInPeriod = (input: Pick<EligibilityInput, 'policy'>, pilot: PilotRow): boolean =>
  inPeriod(input, pilot.acceptedOn);

export const periodText = (input: EligibilityInput): string => {
  const { from, to } = input.policy.implementationPeriod.value;
  return `${from} 至 ${to}`;
};

/** At most ten names, so that evidence stays readable with hundreds of enterprises. */
export const listed = (names: string[]): string =>
  names.length <= 10 ? names.join('、') : `${names.slice(0, 10).join('、')}等 ${names.length} 家`;
