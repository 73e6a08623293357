import { canonicalJson } from '../canonical.ts';
import { legalPersons } from '../domain/panels/candidates.ts';
import type { UploadRecord } from '../schemas/records.ts';
import { assembleAwarding } from './awarding.ts';
import { certificatesOf, rankScores, recordedScores } from './certificates.ts';
import { drawnOf } from './drawn.ts';
import { by } from './order.ts';
import { anonymousExperts, type Pseudonyms, pseudonyms } from './people.ts';
import type { RoundRecords } from './read.ts';
import { assembleReview } from './review.ts';
import { EXPORT_SCHEMA, RoundExport } from './schema.ts';

/** Between two lists the round waits at a gate of its own making; it is no stage and counts how often it was woken. */
const BOOKKEEPING = 'places';

/** The export of a round from its records: persons replaced, everything sorted, nothing that is random. */
export function assemble(records: RoundRecords): RoundExport {
  const { round, registers } = records;
  const names = pseudonyms(round.roundId, registers.experts, registers.staff);
  const document = assembleParts(records, names);
  const scored = recordedScores(document);
  const certificates = certificatesOf(document, scored, rankScores(document, scored));
  return RoundExport.parse({ ...document, certificates });
}

/** Everything but the certificates, which follow from it. */
export function assembleParts(records: RoundRecords, names: Pseudonyms) {
  return {
    schema: EXPORT_SCHEMA,
    round: assembleRound(records, names),
    policy: records.policy,
    registers: assembleRegisters(records, names),
    gates: records.gates
      .filter(({ stage }) => stage !== BOOKKEEPING)
      .map(({ stage, deadline, closed, passedAt = null, extensions }) => ({
        stage,
        deadline,
        closed,
        passedAt,
        extensions: extensions.map((extension) => ({ ...extension, by: names.actor(extension.by) })),
      }))
      .sort(by(({ stage }) => stage)),
    slots: assembleSlots(records.slots),
    uploads: assembleUploads(records.uploads),
    ...assembleReview(records, names),
    ...assembleAwarding(records, names),
  };
}

function assembleRound({ round, draws, reconciliations, calendarYears }: RoundRecords, names: Pseudonyms) {
  const { entity: _, secret, closedAt = null, ...rest } = round;
  const [last] = reconciliations;
  return {
    ...rest,
    secret: draws.length === 0 ? null : secret,
    calendarYears: calendarYears
      .map(({ entity: _year, roundId: _round, ...year }) => ({ ...year, by: names.actor(year.by) }))
      .sort(by(({ year }) => year)),
    closedAt,
    settlement: last === undefined ? null : { agrees: last.agrees, signed: last.signed, at: last.at },
  };
}

function assembleRegisters({ registers, applications, seats, conflicts }: RoundRecords, names: Pseudonyms) {
  const known = Map.groupBy(conflicts, ({ applicationId }) => applicationId);
  const uscc = <T extends { uscc: string }>(rows: T[]) => [...rows].sort(by((row) => row.uscc));
  const all = <T extends { uscc: string }>(rows: T[]) =>
    [...rows].sort(by((row) => `${row.uscc} ${canonicalJson(row)}`));
  return {
    pilots: uscc(registers.pilots.map(withoutPerson)),
    providers: uscc(registers.providers.map(withoutPerson)),
    dishonesty: all(registers.dishonesty),
    accidents: all(registers.accidents),
    subsidies: all(registers.subsidies),
    participation: uscc(registers.participation),
    experts: anonymousExperts(
      registers.experts,
      drawnOf(applications, seats).map((one) => ({
        ...one,
        recorded: knownBefore(known.get(one.applicationId) ?? []),
      })),
      legalPersonsIn(registers),
      names,
    ),
    staff: registers.staff
      .map(({ staffId, role, district }) => ({ staff: names.actor(staffId), role, district }))
      .sort(by(({ staff }) => staff)),
    invitations: registers.invitations
      .map(({ category, uscc, applicationNo, name }) => ({ category, uscc, applicationNo, name }))
      .sort(by((row) => `${row.uscc} ${row.category} ${String(row.applicationNo).padStart(2, '0')}`)),
  };
}

/** Experts against whom something was recorded before the draw. */
export const knownBefore = (conflicts: RoundRecords['conflicts']): string[] =>
  conflicts.filter(({ effect }) => effect === 'before-draw').map(({ expertId }) => expertId);

export const legalPersonsIn = ({ pilots, providers }: RoundRecords['registers']) =>
  legalPersons([...pilots, ...providers]);

/** Who represents a firm stays here, hashed or not. */
const withoutPerson = <T extends { legalPersonIdHash?: string | undefined }>({ legalPersonIdHash: _, ...row }: T) =>
  row;

export const assembleSlots = (slots: RoundRecords['slots']) =>
  slots
    .map(({ applicationId, category, uscc, applicationNo, name, issuedAt, mailedAt = null }) => ({
      ...{ applicationId, category, uscc, applicationNo, name, issuedAt, mailedAt },
    }))
    .sort(by(({ applicationId }) => applicationId));

/** Uploads of an application get numbers in the order in which they came; ids of uploads are random. */
export function assembleUploads(uploads: UploadRecord[]) {
  const counts = new Map<string, number>();
  return uploads
    .map(({ applicationId, receivedAt, size, sha256, verdict, version, problems, mailedAt = null }) => ({
      applicationId,
      receivedAt,
      size,
      sha256,
      verdict,
      version,
      problems,
      mailedAt,
    }))
    .sort(
      by(
        (upload) => `${upload.applicationId} ${upload.receivedAt} ${upload.version ?? 'none'} ${canonicalJson(upload)}`,
      ),
    )
    .map((upload) => {
      const no = (counts.get(upload.applicationId) ?? 0) + 1;
      counts.set(upload.applicationId, no);
      return { ...upload, no };
    });
}
