import { by } from './order.ts';
import type { RoundExport } from './schema.ts';

type Draw = NonNullable<RoundExport['draw']>;
export type Criterion = Draw['criteria'][number];

/** What is known of a round before its first application. Of the draw everything but what belongs to one application. */
export interface Head extends Pick<RoundExport, 'round' | 'policy' | 'registers' | 'gates'> {
  draw: Omit<Draw, 'criteria'> | null;
}

/** Everything of one application. */
export interface OfApplication
  extends Pick<
    RoundExport,
    | 'slots'
    | 'uploads'
    | 'applications'
    | 'seats'
    | 'sheets'
    | 'secondLooks'
    | 'struckSheets'
    | 'conflicts'
    | 'scores'
    | 'flags'
    | 'tasks'
  > {
  applicationId: string;
  criteria: Criterion[];
  /** Experts who must not score it. */
  barredFrom: string[];
}

/** What follows from all applications together. */
export type Tail = Pick<
  RoundExport,
  | 'rankings'
  | 'places'
  | 'certificates'
  | 'notice'
  | 'objections'
  | 'lists'
  | 'awards'
  | 'plans'
  | 'disbursements'
  | 'directives'
  | 'recoveries'
  | 'tasks'
>;

/** The application that a task belongs to: ids of tasks begin with it. Null for one of the round. */
export function ownerOf(taskId: string): string | null {
  const [owner = ''] = taskId.split('~');
  return owner.includes('.') ? owner : null;
}

export const nothingOf = (applicationId: string): OfApplication => ({
  ...{ applicationId, slots: [], uploads: [], applications: [], criteria: [], barredFrom: [] },
  ...{ seats: [], sheets: [], secondLooks: [], struckSheets: [], conflicts: [], scores: [], flags: [], tasks: [] },
});

/** The document application by application, in the order of their ids. */
export function byApplication(exported: RoundExport): OfApplication[] {
  const all = new Map<string, OfApplication>();
  const of = (applicationId: string): OfApplication => {
    const own = all.get(applicationId) ?? nothingOf(applicationId);
    all.set(applicationId, own);
    return own;
  };
  for (const one of exported.slots) of(one.applicationId).slots.push(one);
  for (const one of exported.uploads) of(one.applicationId).uploads.push(one);
  for (const one of exported.applications) of(one.applicationId).applications.push(one);
  for (const one of exported.draw?.criteria ?? []) of(one.applicationId).criteria.push(one);
  for (const { expert, barredFrom } of exported.registers.experts)
    for (const id of barredFrom) of(id).barredFrom.push(expert);
  for (const one of exported.seats) of(one.applicationId).seats.push(one);
  for (const one of exported.sheets) of(one.applicationId).sheets.push(one);
  for (const one of exported.secondLooks) of(one.applicationId).secondLooks.push(one);
  for (const one of exported.struckSheets) of(one.applicationId).struckSheets.push(one);
  for (const one of exported.conflicts) of(one.applicationId).conflicts.push(one);
  for (const one of exported.scores) of(one.applicationId).scores.push(one);
  for (const one of exported.flags) of(one.applicationId).flags.push(one);
  for (const one of exported.tasks) {
    const owner = ownerOf(one.taskId);
    if (owner !== null) of(owner).tasks.push(one);
  }
  return [...all.values()].sort(by(({ applicationId }) => applicationId));
}
