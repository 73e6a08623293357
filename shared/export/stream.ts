import type { Bucket } from '../store/buckets.ts';
import { forEachId } from '../store/roster.ts';
import type { Table } from '../store/table.ts';
import { assembleParts, assembleSlots, assembleUploads, knownBefore, legalPersonsIn } from './assemble.ts';
import { certificatesOf, rankScores, recordedScores, type Scored } from './certificates.ts';
import { drawnOf } from './drawn.ts';
import type { Line } from './lines/kinds.ts';
import { applicationLines, headLines, lineWriter, tailLines } from './lines/write.ts';
import type { OfApplication } from './parts.ts';
import { barredExperts, type Pseudonyms, pseudonyms } from './people.ts';
import { type ApplicationRecords, type RoundRecords, readApplication, readRoundAlone, slotIds } from './read.ts';
import { assembleCriteria, assembleReview } from './review.ts';
import { RoundExport } from './schema.ts';

/** A round that is told line by line. */
export interface StreamedRound {
  applications: number;
  /** Tells all of it, in order. Of the applications a few are held at a time. */
  lines(): AsyncGenerator<string>;
}

/** Applications that are read side by side before they are told. */
const AT_ONCE = 200;

/**
 * Everything of a round as lines (`export.ndjson`): the same as `exportRound` gives, read application by application. Each record
 * is read consistently. @throws NotFound without such a round
 */
export async function streamRound(table: Table, evidence: Bucket, roundId: string): Promise<StreamedRound> {
  const [records, ids] = await Promise.all([readRoundAlone(table, evidence, roundId), slotIds(table, roundId)]);
  return { applications: ids.length, lines: () => told(table, records, ids) };
}

async function* told(table: Table, records: RoundRecords, ids: string[]): AsyncGenerator<string> {
  const names = pseudonyms(records.round.roundId, records.registers.experts, records.registers.staff);
  const alone = RoundExport.parse({ ...assembleParts(records, names), certificates: [] });
  const { text, end } = lineWriter();
  const written = (lines: Iterable<Line>) => [...lines].map(text).join('');
  yield written(headLines(alone, alone.tasks));
  const folder = folderOf(records, names);
  const scored: Scored[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE) {
    const some = ids.slice(i, i + AT_ONCE);
    const read = await forEachId(some, (id) => readApplication(table, id));
    const own = read.map((partition, n) => folder(some[n] ?? '', partition));
    scored.push(...own.flatMap(recordedScores));
    yield own.map((one) => written(applicationLines(one))).join('');
  }
  const certificates = certificatesOf(alone, scored, rankScores(alone, scored));
  yield written(tailLines({ ...alone, certificates }));
  yield end();
}

/** What stands with each application, as the document has it. */
const Folder = RoundExport.pick({
  ...{ slots: true, uploads: true, applications: true, seats: true },
  ...{ sheets: true, secondLooks: true, struckSheets: true, conflicts: true, scores: true, flags: true, tasks: true },
});

/** Assembles one application as the document has it. */
function folderOf(
  records: RoundRecords,
  names: Pseudonyms,
): (applicationId: string, partition: ApplicationRecords) => OfApplication {
  const barred = barredExperts(records.registers.experts, legalPersonsIn(records.registers), names);
  const conflicts = Map.groupBy(records.conflicts, ({ applicationId }) => applicationId);
  return (applicationId, partition) => {
    const recorded = conflicts.get(applicationId) ?? [];
    const { draw: _, ...review } = assembleReview({ ...records, ...partition, conflicts: recorded }, names);
    const [drawn] = drawnOf(partition.applications, partition.seats);
    return {
      ...Folder.parse({
        ...review,
        slots: assembleSlots(partition.slots),
        uploads: assembleUploads(partition.uploads),
      }),
      applicationId,
      criteria: records.draws.length === 0 ? [] : assembleCriteria(partition.autos),
      barredFrom: drawn === undefined ? [] : barred({ ...drawn, recorded: knownBefore(recorded) }),
    };
  };
}
