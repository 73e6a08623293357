import type { Deps } from '../../../shared/deps.ts';
import type { ShownFlag } from '../../../shared/http/pages/flags.ts';
import type { DistrictView, ReviewView } from '../../../shared/http/pages/task-view.ts';
import { InquiryRecord, OverrideRecord, type TaskRecord } from '../../../shared/schemas/records.ts';
import { loadFlags } from '../../../shared/store/flags.ts';
import { keys } from '../../../shared/store/keys.ts';
import { registerRow } from '../../../shared/store/registers.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { loadPinned } from '../../../shared/store/rounds.ts';
import { findApplication, loadApplicationView } from './application.ts';

/** Flags of an application, each with the other application named: for officers alone. */
export async function loadShownFlags(deps: Deps, applicationId: string): Promise<ShownFlag[]> {
  const flags = await loadFlags(deps.table, applicationId);
  const ids = [...new Set(flags.map(({ counterpartId }) => counterpartId))];
  const others = new Map(
    (await forEachId(ids, (id) => findApplication(deps, id))).map((one) => [one?.applicationId, one]),
  );
  return flags.flatMap((flag) => {
    const counterpart = others.get(flag.counterpartId);
    return counterpart == null ? [] : [{ flag, counterpart }];
  });
}

/** The application as whoever decides on it sees it. */
export async function loadReviewView(deps: Deps, applicationId: string | null): Promise<ReviewView> {
  const view = await loadApplicationView(deps, applicationId);
  const { application } = view;
  const [flags, records, asked, { registers }] = await Promise.all([
    loadShownFlags(deps, application.applicationId),
    deps.table.all(keys.applicationPk(application.applicationId), OverrideRecord, 'OVERRIDE#'),
    deps.table.all(keys.applicationPk(application.applicationId), InquiryRecord, 'INQUIRY#'),
    loadPinned(deps.table, deps.evidence, application.roundId),
  ]);
  const nameOf = async (id: string) => (await registerRow(deps.table, 'staff', registers.staff, id))?.name ?? id;
  const [overrides, inquiries] = await Promise.all([
    Promise.all(records.map(async ({ rule, at, reason, by }) => ({ rule, at, reason, byName: await nameOf(by) }))),
    Promise.all(asked.map(async (one) => ({ ...one, byName: await nameOf(one.by) }))),
  ]);
  return { ...view, flags, overrides, inquiries: inquiries.toSorted((a, b) => (a.at < b.at ? -1 : 1)) };
}

/** The same for a district's officer, with an opinion that waits for a second signature, or why one came back. */
export async function loadDistrictView(deps: Deps, task: TaskRecord): Promise<DistrictView> {
  const [view, { registers }] = await Promise.all([
    loadReviewView(deps, task.applicationId),
    loadPinned(deps.table, deps.evidence, task.roundId),
  ]);
  const named = async <T extends { by: string }>(one: T | undefined) =>
    one === undefined
      ? null
      : { ...one, byName: (await registerRow(deps.table, 'staff', registers.staff, one.by))?.name ?? one.by };
  const [proposal, sentBack] = await Promise.all([named(task.proposal), named(task.sentBack)]);
  return { ...view, proposal, sentBack };
}
