import type { Deps } from '../deps.ts';
import { type Namesakes, type SameName, sameNames, type Trial, tryPanels } from '../domain/panels/dry-run.ts';
import { DrawRecord, type RoundRecord } from '../schemas/records.ts';
import type { ExpertRow } from '../schemas/registers.ts';
import { ledBy } from '../store/flags.ts';
import { keys } from '../store/keys.ts';
import { registerRow } from '../store/registers.ts';
import { forEachId } from '../store/roster.ts';
import { loadRound } from '../store/rounds.ts';
import type { Table } from '../store/table.ts';
import { drawInput } from './facts.ts';

/** What a draw would be like now, with what the bureau should look at before it; names for the ids in it. */
export interface DryRun extends Trial {
  /** Panels are drawn already: this is what a draw among those who are recommended now would be like. */
  drawn: boolean;
  sameNames: SameName[];
  firms: ReadonlyMap<string, { name: string; title: string }>;
  expertNames: ReadonlyMap<string, string>;
}

/** 五(三): a draw by another seed than the real one. It writes nothing. */
export async function dryRun(deps: Deps, roundId: string): Promise<DryRun> {
  const { table } = deps;
  const round = await loadRound(table, roundId);
  const input = await drawInput(deps, roundId);
  const found = await namesakes(table, round, input.experts);
  return {
    ...tryPanels({ ...input, roundId }),
    drawn: (await table.get(keys.draw(roundId), DrawRecord)) !== null,
    sameNames: sameNames(found, input),
    firms: new Map(input.recommended.map(({ applicationId, name, title }) => [applicationId, { name, title }])),
    expertNames: new Map(input.experts.map(({ expertId, name }) => [expertId, name])),
  };
}

/** Applicants' representatives by the hashed names that the round keeps; of firms that do not apply no name is known. */
async function namesakes(table: Table, round: RoundRecord, experts: ExpertRow[]): Promise<Namesakes[]> {
  const { roundId, secret, registers } = round;
  const names = new Map(experts.map(({ expertId, name }) => [expertId, name]));
  const found = await forEachId([...names.keys()], async (expertId) => {
    const facts = await ledBy(table, roundId, secret, names.get(expertId) ?? '');
    return facts.map(({ uscc }) => ({ expertId, uscc }));
  });
  const byFirm = Map.groupBy(found.flat(), ({ uscc }) => uscc);
  return forEachId([...byFirm.keys()], async (uscc) => {
    const expertIds = [...new Set((byFirm.get(uscc) ?? []).map(({ expertId }) => expertId))];
    return { uscc, expertIds, idHash: await idHashOf(table, registers, uscc) };
  });
}

async function idHashOf(table: Table, registers: RoundRecord['registers'], uscc: string): Promise<string | undefined> {
  const [pilot, provider] = await Promise.all([
    registerRow(table, 'pilots', registers.pilots, uscc),
    registerRow(table, 'providers', registers.providers, uscc),
  ]);
  return pilot?.legalPersonIdHash ?? provider?.legalPersonIdHash;
}
