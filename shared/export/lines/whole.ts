import { by } from '../order.ts';
import { EXPORT_SCHEMA, type RoundExport } from '../schema.ts';
import { consume } from './consume.ts';
import type { Line } from './kinds.ts';

/** The whole document from its lines, and what the lines return. For whoever needs all of a round at once. */
export function wholeOf<R>(lines: Iterator<Line, R>): { exported: RoundExport; ended: R } {
  let exported: RoundExport | undefined;
  const whole = () => {
    if (exported === undefined) throw new Error('lines without a head');
    return exported;
  };
  const ended = consume(lines, {
    head: ({ draw, ...head }, tasks) => {
      exported = {
        ...{ schema: EXPORT_SCHEMA, ...head, draw: draw === null ? null : { ...draw, criteria: [] } },
        ...{ slots: [], uploads: [], applications: [], flags: [], seats: [], sheets: [] },
        ...{ secondLooks: [], struckSheets: [], conflicts: [], scores: [], tasks },
        ...{ rankings: [], places: [], certificates: [], notice: null, objections: [], lists: [], awards: [] },
        ...{ plans: [], disbursements: [], directives: [], recoveries: [] },
      };
    },
    application: (own) => {
      const { slots, uploads, applications, draw, registers, flags, tasks } = whole();
      const { seats, sheets, secondLooks, struckSheets, conflicts, scores } = whole();
      slots.push(...own.slots);
      uploads.push(...own.uploads);
      applications.push(...own.applications);
      draw?.criteria.push(...own.criteria);
      const barred = new Set(own.barredFrom);
      for (const { expert, barredFrom } of registers.experts)
        if (barred.has(expert)) barredFrom.push(own.applicationId);
      flags.push(...own.flags);
      seats.push(...own.seats);
      sheets.push(...own.sheets);
      secondLooks.push(...own.secondLooks);
      struckSheets.push(...own.struckSheets);
      conflicts.push(...own.conflicts);
      scores.push(...own.scores);
      tasks.push(...own.tasks);
    },
    tail: (tail) => {
      const { tasks } = whole();
      Object.assign(whole(), tail);
      tasks.sort(by(({ taskId }) => taskId));
    },
  });
  return { exported: whole(), ended };
}
