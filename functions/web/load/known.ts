import { yuan } from '../../../shared/domain/money.ts';
import { PRESENCE, PROVIDER_TYPES } from '../../../shared/http/labels.ts';
import { chineseDate } from '../../../shared/http/time.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import type { SlotRecord } from '../../../shared/schemas/records.ts';
import type { ParticipationRow, PilotRow, ProviderRow } from '../../../shared/schemas/registers.ts';
import { registerRow, servedPilots } from '../../../shared/store/registers.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import type { WebDeps } from '../deps.ts';

type Fact = [string, string];

const pilotFacts = (row: PilotRow, policy: Policy): Fact[] => [
  ['所属行业', policy.industries.find(({ code }) => code === row.industry)?.name ?? row.industry],
  ['评测验收', row.passed ? '已通过' : '未通过'],
  ['认定数字化水平等级', `${row.level} 级`],
  ['评测得分', `${row.pointsScore / 10} 分`],
  ['认定改造投入', yuan(row.investmentFen)],
  ['验收批次和日期', `第 ${row.batch} 批，${chineseDate(row.acceptedOn)}`],
];

const providerFacts = (row: ProviderRow): Fact[] => [
  ['资源池类型', PROVIDER_TYPES[row.type]],
  ['在青机构', PRESENCE[row.presence]],
];

const participationFacts = (row: ParticipationRow): Fact[] => [
  ['参加活动', `${row.activitiesAttended} 次（共 ${row.activitiesHeld} 次）`],
  ['报送材料', `${row.materialsDelivered} 份（应报 ${row.materialsAsked} 份）`],
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
  return [...own, ['服务且通过验收的试点企业', `${served} 家`], ...common];
}
