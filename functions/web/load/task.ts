import type { Deps } from '../../../shared/deps.ts';
import { firstOf, panelSummary } from '../../../shared/domain/second-look.ts';
import type { TaskDetails, TaskView } from '../../../shared/http/pages/task-view.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { DecidableKind } from '../../../shared/schemas/decisions.ts';
import { type ApplicationRecord, SheetRecord, type TaskRecord } from '../../../shared/schemas/records.ts';
import { loadAuto } from '../../../shared/store/auto.ts';
import { keys } from '../../../shared/store/keys.ts';
import { registerRow } from '../../../shared/store/registers.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { loadApplicationView, needApplication } from './application.ts';
import { loadFillPlace } from './declines.ts';
import { loadSheetTask } from './district-sheet.ts';
import { loadDistrictView, loadReviewView } from './flags.ts';
import { loadAward, loadList, loadReconciliation } from './lists.ts';
import { loadHearing, loadObjection } from './objection.ts';
import { loadDeliberation, loadDistrictLate, loadOverdue, loadShortage, loadTie } from './panel.ts';
import { loadPlan } from './plan.ts';
import { loadRevocation } from './revocation.ts';

const LOAD: { [K in DecidableKind]: (deps: Deps, task: TaskRecord) => Promise<TaskDetails[K]> } = {
  'district-review': loadDistrictView,
  'district-late': loadDistrictLate,
  'district-sheet': loadSheetTask,
  refusal: async (deps, task) => ({ application: await needApplication(deps, task.applicationId) }),
  'refusal-review': (deps, task) => loadReviewView(deps, task.applicationId),
  score: loadScore,
  'second-look': loadSecondLook,
  'panel-shortage': loadShortage,
  'tie-break': loadTie,
  deliberate: loadDeliberation,
  'calendar-year': async (_deps, { subject }) => ({ year: String(subject['year']) }),
  'objection-ruling': loadObjection,
  'objection-hearing': loadHearing,
  confirm: loadList,
  payee: loadAward,
  'fill-place': loadFillPlace,
  'approve-plan': loadPlan,
  'settlement-difference': loadReconciliation,
  revocation: loadRevocation,
  overdue: loadOverdue,
};

/** An expert sees the application and what formulas gave, and nothing of other seats. */
async function loadScore(deps: Deps, task: TaskRecord): Promise<TaskDetails['score']> {
  const [view, auto] = await Promise.all([
    loadApplicationView(deps, task.applicationId),
    loadAuto(deps.table, task.applicationId ?? ''),
  ]);
  return { ...view, auto, related: await namesOf(deps, view.application) };
}

/** The expert's own sheet, and of the others' first ones a summary at most. Nothing of who has revised meanwhile. */
async function loadSecondLook(deps: Deps, task: TaskRecord): Promise<TaskDetails['second-look']> {
  const { table, evidence } = deps;
  const id = task.applicationId ?? '';
  const [view, auto, sheets, { policy }] = await Promise.all([
    loadApplicationView(deps, task.applicationId),
    loadAuto(table, id),
    table.all(keys.applicationPk(id), SheetRecord, 'SHEET#'),
    loadPinned(table, evidence, task.roundId),
  ]);
  const own = sheets.find(({ seat }) => seat === task.subject['seat']);
  if (own === undefined) throw new HttpProblem('task.not-found');
  const shows = policy.scoring.value.secondLook?.show === 'summary';
  const summary = shows ? panelSummary(sheets.map((sheet) => firstOf(sheet).pointsByItem)) : null;
  return { ...view, auto, first: firstOf(own), summary };
}

/** Whom an expert may be tied to beside the applicant itself: provider, served enterprises, partners. */
async function namesOf(
  { table, evidence }: Deps,
  { roundId, uscc, conflictUsccs }: ApplicationRecord,
): Promise<string[]> {
  const { registers } = await loadPinned(table, evidence, roundId);
  return forEachId(
    conflictUsccs.filter((one) => one !== uscc),
    async (one) => {
      const [provider, pilot] = await Promise.all([
        registerRow(table, 'providers', registers.providers, one),
        registerRow(table, 'pilots', registers.pilots, one),
      ]);
      return provider?.name ?? pilot?.name ?? one;
    },
  );
}

/** All that the task's page shows. @throws HttpProblem if what the task is about is not there */
export async function loadTaskView<K extends DecidableKind>(
  deps: Deps,
  task: TaskRecord,
  kind: K,
): Promise<TaskView<K>> {
  const [{ policy }, details] = await Promise.all([
    loadPinned(deps.table, deps.evidence, task.roundId),
    LOAD[kind](deps, task),
  ]);
  return { kind, task, policy, details };
}
