import * as z from 'zod';
import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { CATEGORIES, RoundId } from '../../shared/schemas/basics.ts';
import { SealedGate } from '../../shared/schemas/proofs.ts';
import { ListHead, NoticeRecord } from '../../shared/schemas/records.ts';
import { loadGate } from '../../shared/store/gates.ts';
import { categoryOf, keys } from '../../shared/store/keys.ts';
import { keepRoots, sealList } from '../../shared/store/roots.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import { awarded, ranked, received } from './entries.ts';

export const SealRequest = z.object({ roundId: RoundId, gate: SealedGate, no: z.int().min(1) });
type SealRequest = z.infer<typeof SealRequest>;

/**
 * Seals the lists of a gate before the round goes through it: each category's by a Merkle root over its entries, so that
 * nobody can change, add or leave out one afterwards without everybody's seeing it. What was sealed stays as it was.
 */
export async function seal(deps: Deps, request: SealRequest): Promise<object> {
  const { roundId: round, gate, no } = request;
  // Before anything is written: nothing is sealed for a round that is not there.
  await loadRound(deps.table, round);
  if (await isPast(deps, request)) return {};
  const entries = await entriesOf(deps, request);
  const at = nowUtc();
  for (const category of CATEGORIES) {
    const own = entries.filter(({ applicationId }) => categoryOf(applicationId) === category);
    // Of the one list of a gate, that nobody is in it is sealed, too; a later one is about those who are.
    if (own.length > 0 || (no === 1 && gate !== 'awards')) await sealList(deps, { round, gate, no, category }, own, at);
  }
  await keepRoots(deps, { round, gate, no });
  return {};
}

function entriesOf(deps: Deps, { roundId, gate, no }: SealRequest) {
  switch (gate) {
    case 'intake':
      return received(deps, roundId, no);
    case 'notice':
      return ranked(deps, roundId);
    case 'awards':
      return awarded(deps, roundId, no);
    default:
      return gate satisfies never;
  }
}

/** A round that went through a gate before it was sealed is not sealed afterwards: the list may be another one by now. */
async function isPast({ table }: Deps, { roundId, gate, no }: SealRequest): Promise<boolean> {
  switch (gate) {
    case 'intake':
      return no === 1 && (await loadGate(table, roundId, 'district'))?.passedAt !== undefined;
    case 'notice':
      return (await table.get(keys.notice(roundId), NoticeRecord)) !== null;
    case 'awards':
      return (await table.get(keys.list(roundId, no), ListHead))?.status === 'announced';
    default:
      return gate satisfies never;
  }
}
