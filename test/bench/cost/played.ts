import type { RoundExport } from '../../../shared/export/schema.ts';
import type { Stage } from './stages.ts';

/** How often something was done, over the whole round. */
export interface Count {
  stage: Stage;
  /** The function's folder; '' for what no function is known to have done. */
  by: string;
  /** As in the local cloud's Operations. */
  operation: string;
  amount: number;
}

/** How many there were of what the work consists of. */
export interface Facts {
  /** Invitations that were sent. */
  slots: number;
  uploads: number;
  /** Packages that were accepted, newer ones and corrections included. */
  versions: number;
  /** In the packages that were accepted. */
  files: number;
  /** Rows of all registers, as pinned. */
  rows: number;
  applications: number;
  /** Decisions of districts, returns for correction included. */
  reviews: number;
  /** Panels. */
  panels: number;
  sheets: number;
  /** Tasks of districts, applicants and the bureau: all that are not an expert's. */
  otherTasks: number;
  disbursements: number;
  awards: number;
}

export interface PlayedRound {
  /** As many as were to be played. */
  applications: number;
  facts: Facts;
  counts: Count[];
  /** What is left behind. */
  bytes: { logs: number; objects: number; table: number };
}

export function factsOf(exported: RoundExport): Facts {
  const { uploads, applications, tasks, seats, sheets, awards, disbursements } = exported;
  const versions = applications.flatMap((application) => application.versions);
  return {
    slots: exported.registers.invitations.length,
    uploads: uploads.length,
    versions: versions.length,
    files: versions.reduce((sum, { files }) => sum + files.length, 0),
    rows: Object.values(exported.registers).reduce((sum, rows) => sum + rows.length, 0),
    applications: applications.length,
    reviews: tasks.filter(({ kind, status }) => kind === 'district-review' && status === 'decided').length,
    panels: new Set(seats.map(({ applicationId }) => applicationId)).size,
    sheets: sheets.length,
    otherTasks: tasks.filter(({ kind }) => kind !== 'score' && kind !== 'second-look').length,
    awards: awards.length,
    disbursements: disbursements.length,
  };
}
