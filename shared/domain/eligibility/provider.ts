import type { Policy } from '../../policy/schema.ts';
import type { Finding } from '../../schemas/findings.ts';
import type { PilotRow, ProviderRow } from '../../schemas/registers.ts';
import { servedCount } from '../auto-scores.ts';
import { acceptedInPeriod, finding, type InputOf, listed, type PoolInput, withoutRow } from './finding.ts';

type Input = InputOf<'service-provider'>;

const POOL_RULES = {
  'service-provider': { rule: 'provider.pool', clause: '二(二)' },
  'solution-product': { rule: 'solution.pool', clause: '二(三)' },
  'chain-case': { rule: 'chain.pool', clause: '二(四)' },
} as const;

const TYPES = {
  integrator: '综合集成型',
  'light-product': '“小快轻准”产品型',
  'chain-leader': '“链主”企业型',
} as const;

/** 二(二), 二(三), 二(四): listed in the recommended provider pool. */
export function inPool(input: PoolInput): Finding {
  const rule = {
    ...POOL_RULES[input.manifest.category],
    title: '列入数字化转型推荐服务商资源池',
    register: 'providers',
  } as const;
  const { provider } = input;
  if (provider === null) return finding(input, rule, 'fail', `${input.manifest.uscc} 不在其中`);
  return finding(input, rule, 'pass', `登记名称为${provider.name}，${TYPES[provider.type]}`);
}

/** 二(二): an entity or a resident team in the city. */
export function localPresence(input: Input): Finding {
  const rule = {
    rule: 'provider.presence',
    clause: '二(二)',
    title: `在${input.policy.city}设立实体机构或常驻团队`,
    register: 'providers',
  } as const;
  const { provider } = input;
  if (provider === null) return withoutRow(input, rule);
  if (provider.presence === 'none') return finding(input, rule, 'fail', '未登记实体机构或常驻团队');
  return finding(input, rule, 'pass', provider.presence === 'entity' ? '设有实体机构' : '设有常驻团队');
}

const counts = (input: Input, pilot: PilotRow): boolean => pilot.passed && acceptedInPeriod(input, pilot);

const leastServed = (policy: Policy): number => policy.categories['service-provider'].eligibility.value.minServed ?? 0;

/** 二(二): what the registers alone say of a provider of the pool: present in the city, enough enterprises served. */
export const mayApplyAsProvider = (
  policy: Policy,
  provider: ProviderRow | null,
  served: readonly PilotRow[],
): boolean => provider !== null && provider.presence !== 'none' && servedCount(policy, served) >= leastServed(policy);

/** 二(二): served at least the policy's number of pilots that passed acceptance within the period. The register counts, not the claim. */
export function servedEnough(input: Input): Finding {
  const least = leastServed(input.policy);
  const rule = {
    rule: 'provider.served',
    clause: '二(二)',
    title: `实施期内服务不少于 ${least} 家通过评测验收的试点企业`,
    register: 'pilots',
  } as const;
  const served = input.servedPilots.length;
  const counted = servedCount(input.policy, input.servedPilots);
  const evidence = `登记服务 ${served} 家，其中实施期内通过评测验收 ${counted} 家`;
  return finding(input, rule, counted >= least ? 'pass' : 'fail', evidence);
}

/** 二(二): the list of served enterprises against the register, difference by difference, in both directions. */
export function claimedServed(input: Input): Finding {
  const rule = {
    rule: 'provider.claimed-served',
    clause: '二(二)',
    title: '申报的服务企业与验收台账一致',
    register: 'pilots',
  } as const;
  const found = new Map(input.claimedPilots.map((c) => [c.uscc, c.found ? c : null]));
  const claimed = new Map(input.manifest.served.map((s) => [s.uscc, s.name]));
  const why = (uscc: string): string | null => {
    const pilot = found.get(uscc) ?? null;
    if (pilot === null) return '不是试点企业';
    if (pilot.providerUscc !== input.manifest.uscc) return '登记的服务商不是申报主体';
    if (!pilot.passed) return '未通过验收';
    return acceptedInPeriod(input, pilot) ? null : '验收不在实施期内';
  };
  const byReason = new Map<string, string[]>();
  const note = (reason: string, name: string) => byReason.set(reason, [...(byReason.get(reason) ?? []), name]);
  for (const [uscc, name] of claimed) {
    const reason = why(uscc);
    if (reason !== null) note(reason, name);
  }
  for (const p of input.servedPilots) if (!claimed.has(p.uscc) && counts(input, p)) note('台账有而申报未列', p.name);
  const repeated = input.manifest.served.length - claimed.size;
  const parts = [...byReason].map(([reason, names]) => `${reason} ${names.length} 家（${listed(names)}）`);
  if (repeated > 0) parts.push(`重复填报 ${repeated} 条`);
  if (parts.length === 0) return finding(input, rule, 'pass', `申报的 ${claimed.size} 家均相符`);
  return finding(input, rule, 'needs-person', `申报 ${claimed.size} 家，差异：${parts.join('；')}`);
}
