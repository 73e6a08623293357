import { nowUtc } from '../../shared/clock.ts';
import type { Deps } from '../../shared/deps.ts';
import { loadApplications } from '../../shared/store/roster.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { districtOfficer } from '../../shared/store/staff.ts';
import { openTask } from '../../shared/tasks/open.ts';
import { type Escalated, inDays } from './answers.ts';

/**
 * 五(二): the districts' reviews are over and nothing of them changes any more: each district with an office prints its
 * 推荐汇总表, has it signed and stamped, and sends the scan. Nobody waits for it; asked again, nothing is opened twice.
 */
export async function askForSheets({ table, evidence }: Deps, roundId: string): Promise<Escalated> {
  const { policy, registers } = await loadPinned(table, evidence, roundId);
  const { sheetDays } = policy.review.value;
  if (sheetDays === undefined) return { decision: 'asked' };
  const found = (await loadApplications(table, roundId)).filter(({ status }) => status !== 'withdrawn');
  const districts = [...new Set(found.flatMap(({ district }) => district ?? []))].toSorted();
  for (const district of districts) {
    const officer = await districtOfficer(table, registers.staff, district);
    // Where a district has no office, the bureau reviewed: there is nobody to sign.
    if (officer === null) continue;
    const task = {
      taskId: `${roundId}~sheet.${district}`,
      kind: 'district-sheet' as const,
      ...{ roundId, applicationId: null, waitId: null, deadline: inDays(sheetDays) },
      assignee: { role: 'district' as const, id: officer.staffId },
      subject: { district },
    };
    await openTask(table, task, nowUtc());
  }
  return { decision: 'asked' };
}
