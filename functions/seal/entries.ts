import { NotFound } from '../../shared/bad-input.ts';
import type { Deps } from '../../shared/deps.ts';
import { SealedEntry } from '../../shared/schemas/proofs.ts';
import { ApplicationRecord, ListRecord, PlaceRecord } from '../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../shared/store/keys.ts';
import { amountOf } from '../../shared/store/lists.ts';
import { getMany } from '../../shared/store/many.ts';
import { loadAllPlaces } from '../../shared/store/places.ts';
import { findProof, loadRoots } from '../../shared/store/roots.ts';
import { forEachId, rosterIds } from '../../shared/store/roster.ts';

const Known = ApplicationRecord.pick({ applicationId: true, name: true, title: true, packageSha256: true });
type Known = Pick<ApplicationRecord, 'applicationId' | 'name' | 'title' | 'packageSha256'>;

const entryOf = ({ applicationId, name, title, packageSha256 }: Known) => ({
  applicationId,
  name,
  title,
  packageSha256,
});

async function knownOf({ table }: Deps, ids: string[]): Promise<(applicationId: string) => Known> {
  const found = await getMany(table, ids.map(keys.application), Known);
  const byId = new Map(found.map((one) => [one.applicationId, one]));
  return (applicationId) => {
    const known = byId.get(applicationId);
    if (known === undefined) throw new NotFound(`application ${applicationId}`);
    return known;
  };
}

/** 五(一): what was accepted by the closing time, by id. The second list is of what came in time and was examined later. */
export async function received(deps: Deps, roundId: string, no: number): Promise<SealedEntry[]> {
  const ids = await rosterIds(deps.table, roundId);
  const fresh = no === 1 ? ids : await notIn(deps, roundId, ids);
  const known = await knownOf(deps, fresh);
  return fresh.map((id) => entryOf(known(id)));
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
  const known = await knownOf(
    deps,
    places.map(({ applicationId }) => applicationId),
  );
  return places.map(({ applicationId, rank, total, shown, state }) =>
    SealedEntry.parse({ ...entryOf(known(applicationId)), rank, exactTotal: total, shown, state }),
  );
}

/** 五(四): a list of awards with its amounts, by category and rank. */
export async function awarded(deps: Deps, roundId: string, listNo: number): Promise<SealedEntry[]> {
  const list = await deps.table.get(keys.list(roundId, listNo), ListRecord);
  if (list === null) throw new NotFound(`list ${listNo} of ${roundId}`);
  const entries = await forEachId(list.applicationIds, async (id) => {
    const [{ application, amount }, place] = await Promise.all([
      amountOf(deps, id),
      deps.table.get(keys.place(roundId, categoryOf(id), id), PlaceRecord),
    ]);
    if (place === null) throw new NotFound(`place of ${id}`);
    return { order: place.order, entry: { ...entryOf(application), rank: place.rank, amountFen: amount.amountFen } };
  });
  return entries.toSorted((a, b) => a.order - b.order).map(({ entry }) => entry);
}
