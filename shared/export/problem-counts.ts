import type { RoundExport } from './schema.ts';

/** How often a problem of packages came, and how many applicants still stand before it. */
export interface ProblemCount {
  /** Stable code, e.g. `package.attachment-missing`. */
  code: string;
  /** How often it was reported: one package may have it in several places. */
  reported: number;
  /** Uploads that had it. */
  uploads: number;
  /** Slots whose uploads had it. */
  slots: number;
  /** Of these slots, the ones that have no accepted package yet: somebody may need help. */
  unsolved: number;
}

/** The problems of a round's packages by code, the one that hinders most applicants first. Nothing of a package is repeated. */
export function problemCounts({ uploads }: Pick<RoundExport, 'uploads'>): ProblemCount[] {
  const accepted = new Set(uploads.filter((one) => one.verdict === 'accepted').map((one) => one.applicationId));
  const rows = uploads.flatMap((upload, i) =>
    upload.problems.map(({ code }) => ({ code, upload: i, slot: upload.applicationId })),
  );
  const byCode = [...Map.groupBy(rows, ({ code }) => code)];
  const counts = byCode.map(([code, own]): ProblemCount => {
    const slots = new Set(own.map(({ slot }) => slot));
    return {
      code,
      reported: own.length,
      uploads: new Set(own.map(({ upload }) => upload)).size,
      slots: slots.size,
      unsolved: [...slots].filter((slot) => !accepted.has(slot)).length,
    };
  });
  return counts.toSorted(
    (a, b) => b.unsolved - a.unsolved || b.slots - a.slots || b.reported - a.reported || (a.code < b.code ? -1 : 1),
  );
}
