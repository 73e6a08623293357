import { readFileSync } from 'node:fs';
import { issueLink } from '../../shared/links.ts';
import { Policy } from '../../shared/policy/schema.ts';
import { CATEGORIES } from '../../shared/schemas/basics.ts';
import { type LinkRecord, TaskRecord } from '../../shared/schemas/records.ts';
import { keys } from '../../shared/store/keys.ts';
import { type Applicant, type City, makeCity } from '../integration/flows/city.ts';
import type { Flows } from '../integration/flows/harness.ts';
import { seatsOf } from '../integration/flows/rounds.ts';

const PLAN = new URL('../../shared/policy/qingdao-2025.json', import.meta.url);

/** How many applications one district has. */
const OWN = 7;

/** A fictional city with the plan's own papers and checklist, one district of which has several applications. */
export function pictured(): City {
  const plan = Policy.parse(JSON.parse(readFileSync(PLAN, 'utf8')));
  return makeCity({
    roundId: 'qd-2025',
    policy: (policy) => {
      for (const category of CATEGORIES)
        policy.categories[category].attachments.value = plan.categories[category].attachments.value;
      policy.review = plan.review;
    },
    registers: (registers, policy) => {
      const district = policy.districts[0]?.code;
      for (const { uscc } of registers.invitations.slice(0, OWN)) {
        const pilot = registers.pilots.find((row) => row.uscc === uscc);
        if (pilot !== undefined && district !== undefined) pilot.district = district;
      }
    },
  });
}

/** Ways into the pages of a running round, as links in mails open them. */
export function doorsOf(flows: Flows, city: City) {
  const { roundId } = city;
  const site = flows.cloud.endpoints.http;
  const link = async (assigneeId: string, opens: LinkRecord['opens']) =>
    `${site}/l/${await issueLink(flows.table, { roundId, opens, assigneeId, validUntil: '2026-12-31T00:00:00.000Z' })}`;
  const taskOf = async (taskId: string) => {
    const task = await flows.table.get(keys.task(taskId), TaskRecord);
    if (task === null) throw new Error(`no task ${taskId}`);
    return task;
  };
  return {
    site,
    slot: ({ applicationId }: Applicant) => flows.mailAbout(applicationId, 'slot').link,
    task: async (taskId: string) => link((await taskOf(taskId)).assignee.id, { kind: 'task', taskId }),
    /** The worklist of whoever has this task. */
    work: async (taskId: string, role: 'district' | 'expert') =>
      link((await taskOf(taskId)).assignee.id, { kind: 'work', roundId, role }),
    console: () => {
      const officer = city.registers.staff.find(({ role }) => role === 'bureau');
      return link(officer?.staffId ?? '', { kind: 'console', roundId });
    },
    /** The task of the first expert who was drawn for it. */
    firstSeat: async ({ applicationId }: Applicant) => {
      const [seat] = await seatsOf(flows, applicationId);
      return `${applicationId}~score.${seat?.seat}.${seat?.turn}`;
    },
  };
}
