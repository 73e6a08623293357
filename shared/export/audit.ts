import * as z from 'zod';
import { Instant, RoundId } from '../schemas/basics.ts';
import { ObjectionRecord, ObjectorRecord, type RoundRecord, SlotRecord } from '../schemas/records.ts';
import { ExpertRow, StaffRow } from '../schemas/registers.ts';
import { keys } from '../store/keys.ts';
import { getMany } from '../store/many.ts';
import { registerRows } from '../store/registers.ts';
import { loadRound } from '../store/rounds.ts';
import type { Table } from '../store/table.ts';
import { by } from './order.ts';
import { pseudonyms } from './people.ts';
import { slotIds } from './read.ts';

const PURPOSE =
  '本文件含个人信息，仅供审计、监察机关和依法履职的人员核对导出文件中的编号与本人是否相符，不得公开，不得用于其他用途，用毕按规定销毁。';

const Contact = SlotRecord.pick({
  ...{ applicationId: true, category: true, uscc: true, name: true },
  ...{ contactName: true, email: true, mobile: true },
});

/**
 * The persons of a round, apart from its export: who `expert-001` and `staff-001` are, whom applicants named, and who objected.
 * For auditors alone. No accounts: payees are not in it.
 */
export const AuditExport = z.strictObject({
  schema: z.literal('awards-audit/1'),
  purpose: z.literal(PURPOSE),
  roundId: RoundId,
  title: z.string(),
  /** As it is on record in the round. */
  made: z.strictObject({ by: z.string(), reason: z.string(), at: Instant }),
  experts: z.array(
    ExpertRow.pick({ expertId: true, name: true, employer: true }).extend({ expert: z.string() }).strict(),
  ),
  staff: z.array(
    StaffRow.pick({ staffId: true, name: true, role: true, district: true }).extend({ staff: z.string() }).strict(),
  ),
  applicants: z.array(Contact.strict()),
  objections: z.array(
    ObjectionRecord.pick({ objectionId: true, applicationId: true, filedAt: true })
      .extend({ objector: ObjectorRecord.pick({ kind: true, name: true, phone: true, email: true, grounds: true }) })
      .strict(),
  ),
});
export type AuditExport = z.infer<typeof AuditExport>;

/** Reads the persons of a round. Experts and staff are numbered as in the export. @throws NotFound without such a round */
export async function exportAudit(table: Table, roundId: string, made: AuditExport['made']): Promise<AuditExport> {
  const round = await loadRound(table, roundId);
  const [people, ids, objections] = await Promise.all([
    peopleOf(table, round),
    slotIds(table, roundId),
    table.all(keys.objectionsPk(roundId), ObjectionRecord),
  ]);
  const applicants = await getMany(table, ids.map(keys.slot), Contact);
  const objectors = await getMany(
    table,
    objections.map(({ objectionId }) => keys.objector(objectionId)),
    ObjectorRecord,
  );
  const objectorOf = new Map(objectors.map((objector) => [objector.objectionId, objector]));
  return AuditExport.parse({
    ...{ schema: 'awards-audit/1', purpose: PURPOSE, roundId, title: round.title, made, ...people },
    applicants: applicants.sort(by(({ applicationId }) => applicationId)),
    objections: objections
      .flatMap(({ objectionId, applicationId, filedAt }) => {
        const objector = objectorOf.get(objectionId);
        return objector === undefined ? [] : [{ objectionId, applicationId, filedAt, objector }];
      })
      .sort(by(({ objectionId }) => objectionId)),
  });
}

async function peopleOf(
  table: Table,
  { roundId, registers }: RoundRecord,
): Promise<Pick<AuditExport, 'experts' | 'staff'>> {
  const [experts, staff] = await Promise.all([
    registerRows(table, 'experts', registers.experts),
    registerRows(table, 'staff', registers.staff),
  ]);
  const names = pseudonyms(roundId, experts, staff);
  return {
    experts: experts
      .map(({ expertId, name, employer }) => ({ expert: names.expert(expertId), expertId, name, employer }))
      .sort(by(({ expert }) => expert)),
    staff: staff
      .map(({ staffId, name, role, district }) => ({ staff: names.actor(staffId), staffId, name, role, district }))
      .sort(by(({ staff: number }) => number)),
  };
}
