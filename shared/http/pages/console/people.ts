import type { Holder } from '../../../domain/diagnostics.ts';
import type { Policy } from '../../../policy/schema.ts';
import type { StaffRow } from '../../../schemas/registers.ts';
import { t } from '../../language.ts';
import { districtName } from './frame.ts';

/** What people are called on the console: officers by name, experts by number, applicants by their firm. */
export interface Naming {
  policy: Policy;
  staff: StaffRow[];
  expert(expertId: string): string;
  /** Names of firms by application. */
  firms: ReadonlyMap<string, { name: string }>;
}

export function nameOf({ role, id }: Pick<Holder, 'role' | 'id'>, { policy, staff, expert, firms }: Naming): string {
  const officer = staff.find(({ staffId }) => staffId === id);
  switch (role) {
    case 'expert':
      return expert(id);
    case 'applicant':
      return firms.get(id)?.name ?? id;
    case 'district':
      return `${districtName(policy, officer?.district ?? null)} ${officer?.name ?? id}`;
    case 'bureau':
    case 'finance':
      return officer?.name ?? id;
    default:
      return role satisfies never;
  }
}

/** The same where it does not matter which expert it was: who sits on whose panel is nobody's business. */
export const actorOf = (holder: Pick<Holder, 'role' | 'id'>, naming: Naming): string =>
  holder.role === 'expert' ? roleTitle('expert') : nameOf(holder, naming);

export function roleTitle(role: Holder['role']): string {
  switch (role) {
    case 'expert':
      return t('评审专家');
    case 'applicant':
      return t('申报单位');
    case 'district':
      return t('区（市）主管部门');
    case 'bureau':
      return t('市级主管部门');
    case 'finance':
      return t('财政部门');
    default:
      return role satisfies never;
  }
}
