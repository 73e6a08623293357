import type { Deps } from '../../../shared/deps.ts';
import type { RoundView } from '../../../shared/http/pages/round.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { RoundId } from '../../../shared/schemas/basics.ts';
import type { RootRecord } from '../../../shared/schemas/proofs.ts';
import { type AwardRecord, NoticeRecord, RoundRecord } from '../../../shared/schemas/records.ts';
import { loadGate } from '../../../shared/store/gates.ts';
import { keys } from '../../../shared/store/keys.ts';
import { loadAwards, loadLists } from '../../../shared/store/lists.ts';
import { loadPolicy } from '../../../shared/store/policies.ts';
import { loadRoots } from '../../../shared/store/roots.ts';

export interface KnownRound {
  round: RoundRecord;
  policy: Policy;
}

/** @throws HttpProblem for an id that is none */
export async function needRound(deps: Deps, roundId: string): Promise<KnownRound> {
  const round = RoundId.safeParse(roundId).success ? await deps.table.get(keys.round(roundId), RoundRecord) : null;
  if (round === null) throw new HttpProblem('round.not-found');
  return { round, policy: await loadPolicy(deps.evidence, round.policyHash) };
}

export const findNotice = ({ table }: Deps, roundId: string): Promise<NoticeRecord | null> =>
  table.get(keys.notice(roundId), NoticeRecord);

const announcedLists = async ({ table }: Deps, roundId: string): Promise<Set<number>> => {
  const lists = await loadLists(table, roundId);
  return new Set(lists.filter((list) => list.status === 'announced').map((list) => list.listNo));
};

/** Roots of the lists that are public: what was received, and what was published or announced. */
export async function loadPublicRoots(deps: Deps, roundId: string): Promise<RootRecord[]> {
  const [roots, notice, announced] = await Promise.all([
    loadRoots(deps.table, roundId),
    findNotice(deps, roundId),
    announcedLists(deps, roundId),
  ]);
  const isPublic = ({ gate, no }: RootRecord) =>
    gate === 'intake' || (gate === 'notice' ? notice !== null : announced.has(no));
  return roots.filter(isPublic);
}

export async function loadRoundView(deps: Deps, { round, policy }: KnownRound): Promise<RoundView> {
  const { roundId } = round;
  const [intake, district, notice, lists, roots] = await Promise.all([
    loadGate(deps.table, roundId, 'intake'),
    loadGate(deps.table, roundId, 'district'),
    findNotice(deps, roundId),
    announcedLists(deps, roundId),
    loadPublicRoots(deps, roundId),
  ]);
  return { round, policy, intake, district, notice, announced: lists.size > 0, roots };
}

/** Awards of the lists that are announced; while a list is being written, nothing of it is public. */
export async function loadAnnounced(deps: Deps, roundId: string): Promise<AwardRecord[]> {
  const [lists, awards] = await Promise.all([announcedLists(deps, roundId), loadAwards(deps.table, roundId)]);
  return awards.filter((award) => lists.has(award.listNo));
}
