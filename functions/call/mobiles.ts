import { notificationsOf } from '../../shared/domain/notifications.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import type { RoundRecord } from '../../shared/schemas/records.ts';
import { registerRows } from '../../shared/store/registers.ts';
import type { Table } from '../../shared/store/table.ts';
import type { Fault } from './inputs.ts';

type Versions = RoundRecord['registers'];
const SHOWN = 10;

/**
 * Whose link opens with a code only, and who has no number that it could be sent to. A round pins its registers: once it is open
 * they could never act.
 */
export async function mobileFaults(table: Table, policy: Policy, versions: Versions): Promise<Fault[]> {
  const { secondFactor } = notificationsOf(policy);
  const { district, bureau, finance } = secondFactor;
  const wanted = { district, bureau, finance };
  const [staff, experts, invitations] = await Promise.all([
    Object.values(wanted).includes(true) ? registerRows(table, 'staff', versions.staff) : [],
    secondFactor.expert ? registerRows(table, 'experts', versions.experts) : [],
    secondFactor.applicant ? registerRows(table, 'invitations', versions.invitations) : [],
  ]);
  const without = <T extends { mobile?: string | undefined }>(rows: T[], idOf: (row: T) => string) =>
    rows.filter(({ mobile }) => mobile === undefined).map(idOf);
  return [
    ...fault(
      'staff',
      without(
        staff.filter(({ role }) => wanted[role]),
        ({ staffId }) => staffId,
      ),
    ),
    ...fault(
      'experts',
      without(experts, ({ expertId }) => expertId),
    ),
    ...fault(
      'invitations',
      without(invitations, ({ uscc, applicationNo }) => `${uscc} ${applicationNo}`),
    ),
  ];
}

function fault(path: string, ids: string[]): Fault[] {
  if (ids.length === 0) return [];
  const shown = `${ids.slice(0, SHOWN).join('、')}${ids.length > SHOWN ? ' 等' : ''}`;
  const message = `方案要求凭短信验证码打开链接，但有 ${ids.length} 行没有手机号码：${shown}。请补充台账，或改方案的 secondFactor。`;
  return [{ code: 'register.mobile-missing', path, message }];
}
