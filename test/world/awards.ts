import { readFileSync } from 'node:fs';
import { canonicalJson, sha256Hex } from '../../shared/canonical.ts';
import type { Deps } from '../../shared/deps.ts';
import { Policy } from '../../shared/policy/schema.ts';
import type { AwardRecord, ListRecord, RoundRecord } from '../../shared/schemas/records.ts';
import { REGISTER_KINDS, type StaffRow } from '../../shared/schemas/registers.ts';
import { applicationIdOf, keys } from '../../shared/store/keys.ts';
import { putList } from '../../shared/store/lists.ts';
import { policyKey } from '../../shared/store/policies.ts';
import { registerVersion, writeRegister } from '../../shared/store/registers.ts';

const POLICY = new URL('../../shared/policy/qingdao-2025.json', import.meta.url);
const AT = '2025-12-20T01:00:00.000Z';

/** Who approves the plan. */
const STAFF: StaffRow[] = [
  { staffId: 'bureau-3', role: 'bureau', district: null, name: '丙', email: 'bureau-3@gov.example.test' },
];

/** Awards of one list whose accounts are there: what a plan is made of. Ids in no order, every payee its own. */
export function payableAwards(roundId: string, count: number): AwardRecord[] {
  return Array.from({ length: count }, (_, i) => {
    const uscc = `91370200${String(i).padStart(10, '0')}`;
    const awardId = applicationIdOf(roundId, 'benchmark-enterprise', uscc, 1);
    return {
      ...{
        entity: 'Award',
        awardId,
        roundId,
        category: 'benchmark-enterprise',
        uscc,
        name: `第 ${i} 家公司`,
        title: '甲',
      },
      ...{ rank: i + 1, listNo: 1, amountFen: 10_000_000 + i * 100, otherReadingFen: 10_000_000 + i * 100, steps: [] },
      ...{ status: 'payable', payeeRef: `payee-${i}`, planNo: null, attempt: 1, announcedAt: AT },
    };
  });
}

/** Writes a round that has come so far that its awards are planned next. */
export async function roundToPlan({ table, evidence }: Deps, roundId: string, awards: AwardRecord[]): Promise<void> {
  const policy = Policy.parse(JSON.parse(readFileSync(POLICY, 'utf8')));
  const policyHash = sha256Hex(canonicalJson(policy));
  await evidence.write(policyKey(policyHash), JSON.stringify(policy), 'application/json');
  const versions = Object.fromEntries(
    REGISTER_KINDS.map((kind) => [kind, registerVersion(kind === 'staff' ? STAFF : [])]),
  ) as RoundRecord['registers'];
  await writeRegister(table, 'staff', versions.staff, STAFF);
  const round: RoundRecord = {
    ...{ entity: 'Round', roundId, title: policy.title, policyId: policy.id, policyHash, stage: 'lists' },
    registers: versions,
    ...{
      openedAt: '2025-11-03T01:00:00.000Z',
      callDate: '2025-11-03',
      secretHash: sha256Hex('secret'),
      secret: 'secret',
    },
  };
  await table.put(keys.round(roundId), round);
  await table.putMany(awards.map((item) => ({ key: keys.award(roundId, item.awardId), item })));
  const list: ListRecord = {
    ...{ entity: 'List', roundId, listNo: 1, status: 'announced', hash: sha256Hex('list') },
    applicationIds: awards.map(({ awardId }) => awardId).toSorted(),
    ...{ proposedAt: AT, confirmedAt: AT, confirmedBy: 'bureau-1', announcedAt: AT },
  };
  await putList(table, list);
}
