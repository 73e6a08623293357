import { type AwardAmount, awardAmount, countedPast, planMaximumFen } from '../../domain/disbursement.ts';
import { yuan } from '../../domain/money.ts';
import { policyCategories } from '../../policy/schema.ts';
import { listHash } from '../../store/lists.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';

type Application = Pick<RoundExport['applications'][number], 'applicationId' | 'category' | 'uscc'>;
interface Awarded extends Pick<RoundExport, 'policy' | 'registers' | 'places' | 'lists' | 'awards'> {
  applications: Application[];
}

/** 四: what an application is worth, from the exported registers and what its place names of its payee's other awards. */
export function amounts({
  registers,
  policy,
  places,
}: Pick<RoundExport, 'registers' | 'policy' | 'places'>): (application: Application) => AwardAmount {
  const pilots = index(registers.pilots, ({ uscc }) => uscc);
  const subsidies = Map.groupBy(registers.subsidies, ({ uscc }) => uscc);
  const own = index(places, ({ applicationId }) => applicationId);
  return ({ applicationId, category, uscc }) => {
    const share = policy.categories[category].award.value.kind === 'share-of-investment';
    return awardAmount(policy, category, {
      investmentFen: share ? (pilots.get(uscc)?.investmentFen ?? null) : null,
      pastSubsidies: share ? (subsidies.get(uscc) ?? []) : [],
      ownAwards: own.get(applicationId)?.ownAwards ?? [],
    });
  };
}

/** 五(四): each list is by hash what its ids and amounts make, nobody stands on two, and none before its notice ended. */
export function checkLists(exported: Awarded): string[] {
  const { lists, awards } = exported;
  const amountOf = amounts(exported);
  const applications = index(exported.applications, ({ applicationId }) => applicationId);
  const places = index(exported.places, ({ applicationId }) => applicationId);
  const listed = new Map<string, number>();
  const ofLists = lists.flatMap(({ listNo, applicationIds, hash, status, proposedAt }) => {
    const lines = applicationIds.map((applicationId) => {
      const application = applications.get(applicationId);
      return { applicationId, amountFen: application === undefined ? 0 : amountOf(application).amountFen };
    });
    const twice = applicationIds.filter((id) => listed.has(id));
    for (const id of applicationIds) listed.set(id, listNo);
    const own = awards.filter((award) => award.listNo === listNo).map(({ awardId }) => awardId);
    const early = applicationIds.filter((id) => (places.get(id)?.noticeEndsAt ?? proposedAt) >= proposedAt);
    return [
      ...differ(`第 ${listNo} 批名单的哈希`, hash, listHash(lines)),
      ...(status === 'announced' ? differ(`第 ${listNo} 批公布的奖补`, own, [...applicationIds].sort()) : []),
      ...twice.map((id) => `${id} 同时在两批名单中`),
      ...early.map((id) => `${id} 在公示期满前列入第 ${listNo} 批名单`),
    ];
  });
  const unlisted = awards.filter(({ awardId, listNo }) => listed.get(awardId) !== listNo);
  return [...ofLists, ...unlisted.map(({ awardId }) => `${awardId} 有奖补，不在所记批次的名单中`)];
}

/** 四: every amount with its steps and the other reading, the quotas, and the caps. */
export function checkAwards(exported: Awarded): string[] {
  const { awards, policy } = exported;
  const amountOf = amounts(exported);
  const applications = index(exported.applications, ({ applicationId }) => applicationId);
  const places = index(exported.places, ({ applicationId }) => applicationId);
  const total = awards.filter(stands).reduce((sum, { amountFen }) => sum + amountFen, 0);
  return [
    ...awards.flatMap((award) => {
      const application = applications.get(award.awardId);
      if (application === undefined) return [`${award.awardId} 有奖补，没有申报`];
      const { amountFen, otherReadingFen, steps } = amountOf(application);
      return [
        ...differ(`${award.awardId} 的金额（分）`, award.amountFen, amountFen),
        ...differ(`${award.awardId} 另一解读的金额（分）`, award.otherReadingFen, otherReadingFen),
        ...differ(
          `${award.awardId} 的计算步骤`,
          award.steps,
          steps.map(({ text, fen }) => ({ text, amountFen: fen })),
        ),
        ...differ(
          `${award.awardId} 计入的本系统奖补`,
          award.ownAwards ?? [],
          places.get(award.awardId)?.ownAwards ?? [],
        ),
        ...differ(`${award.awardId} 的单位`, award.uscc, application.uscc),
        ...differ(`${award.awardId} 的类别`, award.category, application.category),
        ...differ(`${award.awardId} 的获奖名次`, award.rank, places.get(award.awardId)?.rank ?? award.rank),
      ];
    }),
    ...checkQuotas(exported),
    ...checkCaps(exported),
    ...(total > planMaximumFen(policy) ? [`奖补总额 ${yuan(total)}超过方案上限 ${yuan(planMaximumFen(policy))}`] : []),
  ];
}

/** Whether its winner did not give it back: then it takes a place of the quota, and its sum. */
const stands = ({ status }: Pick<RoundExport['awards'][number], 'status'>): boolean => status !== 'declined';

/** The numbers of 四 are maxima; and where a provider may win only once, it does. */
export function checkQuotas({ awards: all, policy }: Pick<RoundExport, 'awards' | 'policy'>): string[] {
  const awards = all.filter(stands);
  const over = policyCategories(policy).flatMap(([category, { title, quota }]) => {
    const count = awards.filter((award) => award.category === category).length;
    return count > quota.value ? [`${title}共 ${count} 项，超过名额 ${quota.value}`] : [];
  });
  if (policy.providerMayWinInSeveral.value) return over;
  const providers = awards.filter(({ category }) => category !== 'benchmark-enterprise');
  const categories = Map.groupBy(providers, ({ uscc }) => uscc);
  const several = [...categories].filter(([, own]) => new Set(own.map(({ category }) => category)).size > 1);
  return [...over, ...several.map(([uscc]) => `${uscc} 在多个类别获奖`)];
}

/** Nobody gets over the share of verified investment, nor over the cumulative cap with the counted past subsidies. */
export function checkCaps({
  awards,
  policy,
  registers,
}: Pick<RoundExport, 'awards' | 'policy' | 'registers'>): string[] {
  const pilots = index(registers.pilots, ({ uscc }) => uscc);
  return awards.flatMap(({ awardId, category, uscc, amountFen, ownAwards = [] }) => {
    const rule = policy.categories[category].award.value;
    if (rule.kind === 'fixed' || amountFen === 0) return [];
    const rows = registers.subsidies.filter((row) => row.uscc === uscc);
    const total = BigInt(amountFen) + countedPast(rule, rows, ownAwards);
    const share = (BigInt(pilots.get(uscc)?.investmentFen ?? 0) * BigInt(rule.sharePercent)) / 100n;
    return [
      ...(total > BigInt(rule.capFen) ? [`${awardId} 累计奖补 ${yuan(total)}超过 ${yuan(rule.capFen)}`] : []),
      ...(BigInt(amountFen) > share ? [`${awardId} 奖补 ${yuan(amountFen)}超过投入的 ${rule.sharePercent}%`] : []),
    ];
  });
}
