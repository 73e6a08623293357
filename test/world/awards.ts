import { readFileSync } from 'node:fs';
import { canonicalJson, sha256Hex } from '../../shared/canonical.ts';
import type { Deps } from '../../shared/deps.ts';
import { Policy } from '../../shared/policy/schema.ts';
import type { LedgerEntryRecord } from '../../shared/schemas/ledger-records.ts';
import type {
  ApplicationRecord,
  AwardRecord,
  ListRecord,
  PlaceRecord,
  RoundRecord,
} from '../../shared/schemas/records.ts';
import { REGISTER_KINDS, type StaffRow } from '../../shared/schemas/registers.ts';
import { applicationIdOf, keys } from '../../shared/store/keys.ts';
import { putList } from '../../shared/store/lists.ts';
import { policyKey } from '../../shared/store/policies.ts';
import { registerVersion, writeRegister } from '../../shared/store/registers.ts';
import type { Key } from '../../shared/store/table.ts';

const POLICY = new URL('../../shared/policy/qingdao-2025.json', import.meta.url);
const OPENED_AT = '2025-11-03T01:00:00.000Z';
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
export async function roundToPlan(deps: Deps, roundId: string, awards: AwardRecord[]): Promise<void> {
  const { table } = deps;
  await roundAtLists(deps, roundId);
  await table.putMany(awards.map((item) => ({ key: keys.award(roundId, item.awardId), item })));
  const list: ListRecord = {
    ...{ entity: 'List', roundId, listNo: 1, status: 'announced', hash: sha256Hex('list') },
    applicationIds: awards.map(({ awardId }) => awardId).toSorted(),
    ...{ proposedAt: AT, confirmedAt: AT, confirmedBy: 'bureau-1', announcedAt: AT },
  };
  await putList(table, list);
}

/**
 * Writes a round whose notice is over and whose first list is written next; whoever was to write it died when it had bound
 * all amounts.
 * @returns ids of who will be on the list, sorted
 */
export async function roundToList(deps: Deps, roundId: string, count: number): Promise<string[]> {
  await roundAtLists(deps, roundId);
  const rows = Array.from({ length: count }, (_, i) => placeRows(roundId, i + 1));
  await deps.table.putMany(rows.flat());
  return rows
    .flatMap(([row]) => row?.item['applicationId'] ?? [])
    .map(String)
    .toSorted();
}

function placeRows(roundId: string, rank: number): { key: Key; item: Record<string, unknown> }[] {
  const category = 'chain-case';
  const uscc = `91370200${String(rank).padStart(10, '0')}`;
  const applicationId = applicationIdOf(roundId, category, uscc, 1);
  const whose = { applicationId, roundId, category } as const;
  const application: ApplicationRecord = {
    ...{ entity: 'Application', ...whose, uscc, name: `第 ${rank} 家公司`, title: '甲', applicationNo: 1 },
    ...{ status: 'recommended', version: 1, packageSha256: sha256Hex(uscc), receivedAt: OPENED_AT, district: null },
    ...{ attempt: 1, waitId: null, correctedOnce: false, findings: [], conflictUsccs: [] },
  };
  const place: PlaceRecord = {
    ...{ entity: 'Place', ...whose, rank, order: rank, total: '90', shown: '90.00', decidedBy: null },
    ...{ state: 'shortlisted', noticeEndsAt: OPENED_AT, openObjections: 0, listNo: null, proposedIn: 1 },
  };
  const entry: LedgerEntryRecord = {
    ...{ entity: 'LedgerEntry', uscc, awardId: applicationId, roundId, category, ownAwards: [], recoveredFen: 0 },
    ...{ kind: 'fixed', capFen: null, amountFen: 10_000_000, boundAt: OPENED_AT },
  };
  return [
    { key: keys.application(applicationId), item: application },
    { key: keys.place(roundId, category, applicationId), item: place },
    { key: keys.ledgerEntry(uscc, applicationId), item: entry },
    { key: keys.ledger(uscc), item: { entity: 'Ledger', uscc, version: 1 } },
  ];
}

async function roundAtLists({ table, evidence }: Deps, roundId: string): Promise<void> {
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
      openedAt: OPENED_AT,
      callDate: '2025-11-03',
      secretHash: sha256Hex('secret'),
      secret: 'secret',
    },
  };
  await table.put(keys.round(roundId), round);
}
