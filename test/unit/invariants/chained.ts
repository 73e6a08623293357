import { sha256Hex } from '../../../shared/canonical.ts';
import { following } from '../../../shared/domain/decision-log.ts';
import { recordedDecisions } from '../../../shared/export/decisions.ts';
import type { RoundExport } from '../../../shared/export/schema.ts';
import type { DecisionsDocument, LoggedEntry } from '../../../shared/schemas/decision-log.ts';

/** The chains that the decisions of a round make, each person under a commitment of its own. */
export function chained(round: RoundExport): DecisionsDocument {
  const persons = new Map(round.tasks.map(({ taskId, assignee }) => [`task:${taskId}`, sha256Hex(assignee)]));
  const owners = Map.groupBy(recordedDecisions(round), ({ owner }) => owner);
  const chains = [...owners].map(([owner, decisions]) => {
    const entries: LoggedEntry[] = [];
    for (const { about, at, ...decided } of decisions) {
      const entry = { ...decided, about, at: at ?? '2026-01-01T00:00:00.000Z', by: persons.get(about) ?? null };
      entries.push(following(owner, entries.at(-1) ?? null, entry));
    }
    return { owner, entries };
  });
  return { schema: 'awards-decisions/1', round: round.round.roundId, chains };
}
