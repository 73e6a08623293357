import { NotFound } from '../../shared/bad-input.ts';
import type { Deps } from '../../shared/deps.ts';
import { GENESIS } from '../../shared/domain/decision-log.ts';
import { SealedEntry } from '../../shared/schemas/proofs.ts';
import { ApplicationRecord, PlaceRecord } from '../../shared/schemas/records.ts';
import { logHead } from '../../shared/store/decision-log.ts';
import { categoryOf, keys } from '../../shared/store/keys.ts';
import { amountOf, loadList } from '../../shared/store/lists.ts';
import { getMany } from '../../shared/store/many.ts';
import { loadAllPlaces } from '../../shared/store/places.ts';
import { findProof, loadRoots } from '../../shared/store/roots.ts';
import { forEachId, rosterIds } from '../../shared/store/roster.ts';

const Known = ApplicationRecord.pick({ applicationId: true, name: true, title: true, packageSha256: true });

type Entry = Pick<SealedEntry, 'applicationId' | 'name' | 'title' | 'packageSha256' | 'decisions'>;

/** What every list says of an application, with how far the decisions about it have come. */
async function entriesOf({ table }: Deps, ids: string[]): Promise<(applicationId: string) => Entry> {
  const [found, decided] = await Promise.all([
    getMany(table, ids.map(keys.application), Known),
    forEachId(ids, async (id) => [id, await logHead(table, id)] as const),
  ]);
  const [applications, heads] = [new Map(found.map((one) => [one.applicationId, one])), new Map(decided)];
  return (applicationId) => {
    const known = applications.get(applicationId);
    if (known === undefined) throw new NotFound(`application ${applicationId}`);
    const head = heads.get(applicationId);
    return { ...known, decisions: { count: head?.no ?? 0, head: head?.hash ?? GENESIS } };
  };
}

/** 五(一): what was accepted by the closing time, by id. The second list is of what came in time and was examined later. */
export async function received(deps: Deps, roundId: string, no: number): Promise<SealedEntry[]> {
  const ids = await rosterIds(deps.table, roundId);
  const fresh = no === 1 ? ids : await notIn(deps, roundId, ids);
  return fresh.map(await entriesOf(deps, fresh));
}

async function notIn(deps: Deps, roundId: string, ids: string[]): Promise<string[]> {
  const first = (await loadRoots(deps.table, roundId)).filter(({ gate, no }) => gate === 'intake' && no === 1);
  if (first.length === 0) return [];
  const left: string[] = [];
  for (const id of ids) if ((await findProof(deps, first, 'intake', id)) === null) left.push(id);
  return left;
}

/** 五(三): everybody who is ranked, in the order of the ranking. */
export async function ranked(deps: Deps, roundId: string): Promise<SealedEntry[]> {
  const places = await loadAllPlaces(deps.table, roundId);
  const entryOf = await entriesOf(
    deps,
    places.map(({ applicationId }) => applicationId),
  );
  return places.map(({ applicationId, rank, total, shown, state }) =>
    SealedEntry.parse({ ...entryOf(applicationId), rank, exactTotal: total, shown, state }),
  );
}

/** 五(四): a list of awards with its amounts, by category and rank. */
export async function awarded(deps: Deps, roundId: string, listNo: number): Promise<SealedEntry[]> {
  const list = await loadList(deps.table, roundId, listNo);
  if (list === null) throw new NotFound(`list ${listNo} of ${roundId}`);
  const entryOf = await entriesOf(deps, list.applicationIds);
  const entries = await forEachId(list.applicationIds, async (id) => {
    const [{ amount }, place] = await Promise.all([
      amountOf(deps, id),
      deps.table.get(keys.place(roundId, categoryOf(id), id), PlaceRecord),
    ]);
    if (place === null) throw new NotFound(`place of ${id}`);
    return { order: place.order, entry: { ...entryOf(id), rank: place.rank, amountFen: amount.amountFen } };
  });
  return entries.toSorted((a, b) => a.order - b.order).map(({ entry }) => entry);
}
