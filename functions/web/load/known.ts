import { PRESENCE, PROVIDER_TYPES } from '../../../shared/http/labels.ts';
import { t } from '../../../shared/http/language.ts';
import { type Content, told } from '../../../shared/http/own.ts';
import { sumOf } from '../../../shared/http/sums.ts';
import { chineseDate } from '../../../shared/http/time.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import type { SlotRecord } from '../../../shared/schemas/records.ts';
import type { ParticipationRow, PilotRow, ProviderRow } from '../../../shared/schemas/registers.ts';
import { registerRow, servedPilots } from '../../../shared/store/registers.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';

type Fact = [string, Content];

const pilotFacts = (row: PilotRow, policy: Policy): Fact[] => [
  [t('所属行业'), told(policy.industries.find(({ code }) => code === row.industry)?.name ?? row.industry)],
  [t('评测验收'), t(row.passed ? '已通过' : '未通过')],
  [t('认定数字化水平等级'), t('{level} 级', { level: row.level })],
  [t('评测得分'), t('{points} 分', { points: row.pointsScore / 10 })],
  [t('认定改造投入'), sumOf(row.investmentFen)],
  [t('验收批次和日期'), t('第 {batch} 批，{date}', { batch: row.batch, date: chineseDate(row.acceptedOn) })],
];

const providerFacts = (row: ProviderRow): Fact[] => [
  [t('资源池类型'), told(PROVIDER_TYPES[row.type])],
  [t('在青机构'), told(PRESENCE[row.presence])],
];

const participationFacts = (row: ParticipationRow): Fact[] => [
  [t('参加活动'), t('{n} 次（共 {all} 次）', { n: row.activitiesAttended, all: row.activitiesHeld })],
  [t('报送材料'), t('{n} 份（应报 {all} 份）', { n: row.materialsDelivered, all: row.materialsAsked })],
];

/** What the round's registers hold about the applicant itself: it is shown, not asked for. Nothing of anybody else. */
export async function knownFacts({ table, evidence }: WebDeps, slot: SlotRecord): Promise<Fact[]> {
  const { policy, registers } = await loadPinned(table, evidence, slot.roundId);
  const participation = await registerRow(table, 'participation', registers.participation, slot.uscc);
  const common = participation === null ? [] : participationFacts(participation);
  if (slot.category === 'benchmark-enterprise') {
    const pilot = await registerRow(table, 'pilots', registers.pilots, slot.uscc);
    return [...(pilot === null ? [] : pilotFacts(pilot, policy)), ...common];
  }
  const provider = await registerRow(table, 'providers', registers.providers, slot.uscc);
  const own = provider === null ? [] : providerFacts(provider);
  if (slot.category !== 'service-provider') return [...own, ...common];
  const served = (await servedPilots(table, registers.pilots, slot.uscc)).filter((row) => row.passed).length;
  return [...own, [t('服务且通过验收的试点企业'), t('{n} 家', { n: served })], ...common];
}
