import type { EligibilityInput } from '../../../shared/domain/eligibility.ts';
import qingdao from '../../../shared/policy/qingdao-2025.json' with { type: 'json' };
import { Policy } from '../../../shared/policy/schema.ts';
import type { Category } from '../../../shared/schemas/basics.ts';
import type { PackageManifest } from '../../../shared/schemas/package.ts';
import {
  type ExpertRow,
  type PilotRow,
  type ProviderRow,
  REGISTER_KINDS,
  type RegisterKind,
} from '../../../shared/schemas/registers.ts';

export const policy = Policy.parse(qingdao);
/** The policy with one part changed. */
export const policyWith = (change: (p: Policy) => void): Policy => {
  const copy = structuredClone(policy);
  change(copy);
  return copy;
};

/** Credit codes whose check character holds. */
export const ENTERPRISE = '91370211MA3F0017X0';
export const PROVIDER = '91110000101623741K';
/** Check character wrong. */
export const WRONG_CODE = '91310115MA1H8R7C6D';
/** Fictional codes of other firms; only their shape matters. */
export const other = (n: number): string => `91370200MA3G${String(n).padStart(5, '0')}X`;

export const pilotRow = (change: Partial<PilotRow> = {}): PilotRow => ({
  uscc: ENTERPRISE,
  name: '青岛海风机械有限公司',
  district: '370214',
  industry: 'general-parts',
  levelBefore: 1,
  passed: true,
  level: 2,
  pointsScore: 475,
  grades: {
    'product-design': 2,
    'process-design': 0,
    marketing: 2,
    'after-sales': 0,
    scheduling: 2,
    'production-control': 2,
    quality: 2,
    equipment: 2,
    safety: 0,
    energy: 0,
    procurement: 0,
    warehousing: 0,
    finance: 0,
    'human-resources': 0,
    collaboration: 0,
    'decision-support': 0,
  },
  investmentFen: 60_000_000,
  batch: 1,
  acceptedOn: '2025-06-20',
  providerUscc: PROVIDER,
  ...change,
});

export const providerRow = (change: Partial<ProviderRow> = {}): ProviderRow => ({
  uscc: PROVIDER,
  name: '青岛云帆数字科技有限公司',
  type: 'integrator',
  presence: 'entity',
  district: '370212',
  ...change,
});

export const expertRow = (n: number, change: Partial<ExpertRow> = {}): ExpertRow => ({
  expertId: `e${String(n).padStart(3, '0')}`,
  name: `专家${n}`,
  email: `e${n}@example.org`,
  employer: `单位${n}`,
  employerUscc: null,
  industries: [],
  fields: [],
  relatedUsccs: [],
  ...change,
});

export const versions = Object.fromEntries(REGISTER_KINDS.map((k) => [k, `${k}-v3`])) as Record<RegisterKind, string>;

const common = {
  format: 'awards-package/2' as const,
  roundId: 'qingdao-2025',
  applicationNo: 1,
  legalPerson: '张某',
  contact: { name: '王敏', phone: '0532-80000000' },
  publicSummary: '',
  publicityConsent: true,
  attachments: [],
};
const provider = { ...common, uscc: PROVIDER, name: '青岛云帆数字科技有限公司' };

/** `n` pilots that the provider served and that passed within the period. */
export const served = (n: number): PilotRow[] =>
  Array.from({ length: n }, (_, i) => pilotRow({ uscc: other(i + 1), name: `试点${i + 1}` }));
export const claims = (pilots: PilotRow[]) => pilots.map(({ uscc, name }) => ({ uscc, name }));

type ManifestOf<C extends Category> = Extract<PackageManifest, { category: C }>;

export const enterpriseManifest: ManifestOf<'benchmark-enterprise'> = {
  ...common,
  category: 'benchmark-enterprise',
  uscc: ENTERPRISE,
  name: '青岛海风机械有限公司',
  declaredLevel: 2,
  declaredInvestmentFen: 60_000_000,
  invoices: [
    { number: '25372000000012345678', issuedOn: '2024-03-31', amountFen: 20_000_000 },
    { number: '3702191130-12345679', issuedOn: '2025-03-31', amountFen: 40_000_000 },
  ],
  foundation: {
    planning: '一',
    keyProcesses: '二',
    dataExchange: '三',
    newTechnology: '四',
    promotion: '五',
    honours: [],
  },
  effects: { economic: '一', quality: '二', cost: '三', efficiency: '四' },
};
export const providerManifest: ManifestOf<'service-provider'> = {
  ...provider,
  category: 'service-provider',
  served: claims(served(6)),
  effects: '一',
  team: { size: 20, narrative: '二' },
  honours: [],
  training: '三',
  products: [{ name: '生产管控系统', scenarios: ['production-control'] }],
  operations: '四',
};
export const solutionManifest: ManifestOf<'solution-product'> = {
  ...provider,
  category: 'solution-product',
  title: '设备联网方案',
  links: ['manufacturing'],
  scenarios: ['equipment', 'production-control'],
  industries: ['general-parts'],
  landed: claims(served(2)),
  technology: '一',
  painPoints: '二',
  effects: '三',
  demonstration: '四',
  intellectualProperty: [],
  honours: [],
};
export const chainManifest: ManifestOf<'chain-case'> = {
  ...provider,
  category: 'chain-case',
  title: '整车零部件协同案例',
  landed: claims(served(2)),
  partners: [
    { uscc: other(50), name: '上游甲', relation: 'upstream' },
    { uscc: other(51), name: '下游乙', relation: 'downstream' },
  ],
  measures: '一',
  technology: '二',
  effects: { cost: '一', efficiency: '二', revenue: '三', energy: '四', quality: '五' },
  replication: '三',
};

/** An application of the category that meets every condition. */
export function eligible(category: Category, change: Partial<EligibilityInput> = {}): EligibilityInput {
  const manifests = {
    'benchmark-enterprise': enterpriseManifest,
    'service-provider': providerManifest,
    'solution-product': solutionManifest,
    'chain-case': chainManifest,
  };
  const isEnterprise = category === 'benchmark-enterprise';
  return {
    policy,
    callDate: '2025-11-03',
    manifest: manifests[category],
    versions,
    pilot: isEnterprise ? pilotRow() : null,
    provider: isEnterprise ? null : providerRow(),
    dishonesty: [],
    accidents: [],
    servedPilots: isEnterprise ? [] : served(6),
    claimedPilots: isEnterprise ? [] : served(6).map((p) => ({ ...p, found: true })),
    usccOverride: null,
    receivedAt: '2025-11-12T03:00:00.000Z',
    window: { opensAt: '2025-11-03T01:00:00.000Z', closesAt: '2025-11-28T09:15:00.000Z' },
    answersCorrection: false,
    otherEntries: [],
    ...change,
  };
}
