import { issueLink } from '../../shared/links.ts';
import { type LinkRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import type { Site } from './site.ts';

/** Links into the pages of a site, as mails have them. */
export function doorsOf(site: Site) {
  const { roundId } = site;
  const link = async (assigneeId: string, opens: LinkRecord['opens']) =>
    `${site.url}/l/${await issueLink(site.table, { roundId, opens, assigneeId, validUntil: '2026-12-31T00:00:00.000Z' })}`;
  const assignee = async (taskId: string) => {
    const task = await site.table.get(keys.task(taskId), TaskRecord);
    if (task === null) throw new Error(`no task ${taskId}`);
    return task.assignee;
  };
  const officer = site.world.registers.staff.find(({ role }) => role === 'bureau')?.staffId ?? '';
  return {
    slot: (applicationId: string) => link('', { kind: 'slot', applicationId }),
    task: async (taskId: string) => link((await assignee(taskId)).id, { kind: 'task', taskId }),
    /** The worklist of whoever has the task. */
    work: async (taskId: string) => {
      const { id, role } = await assignee(taskId);
      if (role === 'applicant') throw new Error(`an applicant has no worklist: ${taskId}`);
      return link(id, { kind: 'work', roundId, role });
    },
    objection: (objectionId: string) => link(objectionId, { kind: 'objection', roundId, objectionId }),
    registers: () => link(officer, { kind: 'registers' }),
    console: () => link(officer, { kind: 'console', roundId }),
  };
}
