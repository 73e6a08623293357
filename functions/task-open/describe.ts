import { BadInput } from '../../shared/bad-input.ts';
import type { Deps } from '../../shared/deps.ts';
import { sheetItems } from '../../shared/domain/auto-scores.ts';
import { ApplicationRecord, SeatRecord, SheetRecord } from '../../shared/schemas/records.ts';
import type { Awaited, AwaitedOf } from '../../shared/schemas/workflow.ts';
import { loadAuto } from '../../shared/store/auto.ts';
import { categoryOf, keys } from '../../shared/store/keys.ts';
import { confirmersOf, loadPlanned } from '../../shared/store/plans.ts';
import { loadPinned } from '../../shared/store/rounds.ts';
import { bureauOfficer, districtOfficer, refusalReviewer, secondApprover } from '../../shared/store/staff.ts';
import { tieOf } from '../../shared/store/ties.ts';
import { loadWait } from '../../shared/store/waits.ts';
import type { NewTask } from '../../shared/tasks/open.ts';

type Duty = Parameters<typeof bureauOfficer>[2];

/** The task that a wait stands for: who must do what until when. Null where its holder has gone meanwhile. */
export async function describeTask(deps: Deps, request: Awaited, deadline: string): Promise<NewTask | null> {
  const { roundId, waitId } = request;
  const base = { taskId: waitId, roundId, waitId, deadline, applicationId: null };
  const bureau = async (duty: Duty) => {
    const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
    return { role: 'bureau' as const, id: (await bureauOfficer(deps.table, registers.staff, duty)).staffId };
  };
  switch (request.kind) {
    case 'district-review':
      return districtTask(deps, request, base, bureau);
    case 'score':
      return scoreTask(deps, request, base);
    case 'second-look':
      return lookTask(deps, request, base);
    case 'correction': {
      const { applicationId, kind, attempt } = request;
      return { ...base, kind, applicationId, assignee: { role: 'applicant', id: applicationId }, subject: { attempt } };
    }
    case 'refusal': {
      const { applicationId, kind, attempt } = request;
      return { ...base, kind, applicationId, assignee: { role: 'applicant', id: applicationId }, subject: { attempt } };
    }
    case 'refusal-review':
      return reviewTask(deps, request, base);
    case 'panel-shortage': {
      const { applicationId = null, kind } = request;
      return { ...base, kind, applicationId, assignee: await bureau('panel'), subject: {} };
    }
    case 'tie-break': {
      const { kind, category } = request;
      const tied = await tieOf(deps.table, roundId, category);
      return {
        ...base,
        kind,
        assignee: await bureau('panel'),
        subject: { category, applicationIds: tied?.applicationIds ?? [], placesLeft: tied?.placesLeft ?? 0 },
      };
    }
    case 'deliberate':
      return { ...base, kind: request.kind, assignee: await bureau('panel'), subject: {} };
    case 'calendar-year':
      return { ...base, kind: request.kind, assignee: await bureau('panel'), subject: { year: request.year } };
    case 'confirm':
      return { ...base, kind: request.kind, assignee: await bureau('panel'), subject: { listNo: request.listNo } };
    case 'approve-plan':
      return {
        ...base,
        kind: request.kind,
        assignee: await approver(deps, request),
        subject: { planNo: request.planNo },
      };
    case 'settlement-difference':
      return { ...base, kind: request.kind, assignee: await bureau('money'), subject: {} };
    case 'gate':
      return null;
    default:
      return request satisfies never;
  }
}

type Base = Pick<NewTask, 'taskId' | 'roundId' | 'waitId' | 'deadline' | 'applicationId'>;
type Assignee = NewTask['assignee'];

/** To the officer of the application's district; where none is found, to the bureau. */
async function districtTask(
  deps: Deps,
  request: AwaitedOf<'district-review'>,
  base: Base,
  bureau: (duty: Duty) => Promise<Assignee>,
): Promise<NewTask> {
  const { applicationId, kind, version, attempt, roundId } = request;
  const application = await deps.table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new BadInput('task.application-unknown', `no application ${applicationId}`);
  const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const officer = await districtOfficer(deps.table, registers.staff, application.district);
  const assignee: Assignee = officer === null ? await bureau('panel') : { role: 'district', id: officer.staffId };
  // A correction was asked for in the look before this one, and no version has settled its wait.
  const asked = await loadWait(deps.table, `${applicationId}~correction.${attempt - 1}`);
  const unanswered = asked !== null && asked.outcome === undefined ? 1 : 0;
  return { ...base, kind, applicationId, assignee, subject: { version, attempt, unanswered } };
}

/** 五(五): to somebody who did not confirm the plan's lists, where there is somebody. */
async function approver(deps: Deps, { roundId, planNo }: AwaitedOf<'approve-plan'>): Promise<Assignee> {
  const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const planned = await loadPlanned(deps.table, roundId, planNo);
  const confirmers = planned === null ? [] : [...(await confirmersOf(deps.table, roundId, planned.awards))];
  const other = await secondApprover(deps.table, registers.staff, confirmers);
  return { role: 'bureau', id: (other ?? (await bureauOfficer(deps.table, registers.staff, 'money'))).staffId };
}

/** 复核: to somebody else than who refused. */
async function reviewTask(deps: Deps, request: AwaitedOf<'refusal-review'>, base: Base): Promise<NewTask> {
  const { applicationId, kind, attempt, roundId } = request;
  const application = await deps.table.get(keys.application(applicationId), ApplicationRecord);
  if (application === null) throw new BadInput('task.application-unknown', `no application ${applicationId}`);
  const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const by = application.refusal?.by ?? '';
  const { role, staffId } = await refusalReviewer(deps.table, registers.staff, { by, district: application.district });
  return { ...base, kind, applicationId, assignee: { role, id: staffId }, subject: { attempt } };
}

/** To the expert who has the seat now, with the items that no formula scores. */
async function scoreTask(deps: Deps, request: AwaitedOf<'score'>, base: Base): Promise<NewTask | null> {
  const { applicationId, kind, seat, roundId } = request;
  const [application, record, auto, { policy }] = await Promise.all([
    deps.table.get(keys.application(applicationId), ApplicationRecord),
    deps.table.get(keys.seat(applicationId, seat), SeatRecord),
    loadAuto(deps.table, applicationId),
    loadPinned(deps.table, deps.evidence, roundId),
  ]);
  if (record === null || record.expertId === null || record.status !== 'assigned') return null;
  if (application?.status === 'withdrawn') return null;
  const items = sheetItems(policy, categoryOf(applicationId), auto).map((item) => item.code);
  return {
    ...base,
    kind,
    applicationId,
    assignee: { role: 'expert', id: record.expertId },
    subject: { seat, turn: record.turn, items },
  };
}

/** 复核打分: to the expert whose sheet it is. */
async function lookTask({ table }: Deps, request: AwaitedOf<'second-look'>, base: Base): Promise<NewTask | null> {
  const { applicationId, kind, seat } = request;
  const [application, sheet] = await Promise.all([
    table.get(keys.application(applicationId), ApplicationRecord),
    table.get(keys.sheet(applicationId, seat), SheetRecord),
  ]);
  if (sheet === null || application?.status === 'withdrawn') return null;
  const items = Object.keys(sheet.pointsByItem);
  return { ...base, kind, applicationId, assignee: { role: 'expert', id: sheet.expertId }, subject: { seat, items } };
}
