import { canonicalJson, sha256Stream } from '../../canonical.ts';
import { byApplication, type Head, type OfApplication, ownerOf, type Tail } from '../parts.ts';
import { EXPORT_SCHEMA, type RoundExport } from '../schema.ts';
import type { Kind, Line, Value } from './kinds.ts';

/** Makes the text of lines one by one, and of the last one, which holds all the others fast. */
export function lineWriter(): { text(line: Line): string; end(): string } {
  const hash = sha256Stream();
  const counts: Record<string, number> = {};
  const text = <K extends Kind>(kind: K, value: Value<K>) => `{"${kind}":${canonicalJson(value)}}\n`;
  return {
    text({ kind, value }) {
      const made = text(kind, value);
      counts[kind] = (counts[kind] ?? 0) + 1;
      hash.add(made);
      return made;
    },
    end: () => text('end', { counts, sha256: hash.hex() }),
  };
}

/** The document as the lines of `export.ndjson`, but for the last. */
export function* linesOf(exported: RoundExport): Generator<Line> {
  yield* headLines(exported, exported.tasks);
  for (const own of byApplication(exported)) yield* applicationLines(own);
  yield* tailLines(exported);
}

const all = <K extends Kind>(kind: K, values: readonly Value<K>[]): { kind: K; value: Value<K> }[] =>
  values.map((value) => ({ kind, value }));

/** @param tasks those of the round itself are told here */
export function* headLines({ round, policy, registers, gates, draw }: Head, tasks: Tail['tasks']): Generator<Line> {
  yield { kind: 'export', value: { schema: EXPORT_SCHEMA, form: 'lines' } };
  yield { kind: 'round', value: round };
  yield { kind: 'policy', value: policy };
  yield* all('registers.pilots', registers.pilots);
  yield* all('registers.providers', registers.providers);
  yield* all('registers.dishonesty', registers.dishonesty);
  yield* all('registers.accidents', registers.accidents);
  yield* all('registers.subsidies', registers.subsidies);
  yield* all('registers.participation', registers.participation);
  yield* all(
    'registers.experts',
    registers.experts.map(({ barredFrom: _, ...expert }) => expert),
  );
  yield* all('registers.staff', registers.staff);
  yield* all('registers.invitations', registers.invitations);
  yield* all('gates', gates);
  if (draw !== null) {
    const { seed, drawnAt, applications, seats, loads, prices } = draw;
    yield { kind: 'draw', value: { seed, drawnAt, applications, seats, loads, prices } };
  }
  yield* all(
    'tasks',
    tasks.filter(({ taskId }) => ownerOf(taskId) === null),
  );
}

export function* applicationLines(own: OfApplication): Generator<Line> {
  const { applicationId, barredFrom } = own;
  yield* all('slots', own.slots);
  yield* all('uploads', own.uploads);
  yield* all('applications', own.applications);
  yield* all('draw.criteria', own.criteria);
  if (barredFrom.length > 0) yield { kind: 'barred', value: { applicationId, experts: barredFrom } };
  yield* all('seats', own.seats);
  yield* all('sheets', own.sheets);
  yield* all('secondLooks', own.secondLooks);
  yield* all('struckSheets', own.struckSheets);
  yield* all('conflicts', own.conflicts);
  yield* all('scores', own.scores);
  yield* all('flags', own.flags);
  yield* all('tasks', own.tasks);
}

export function* tailLines(tail: Omit<Tail, 'tasks'>): Generator<Line> {
  yield* all('rankings', tail.rankings);
  yield* all('places', tail.places);
  for (const { places, ...certificate } of tail.certificates) {
    yield { kind: 'certificates', value: certificate };
    yield* all('certificates.places', places);
  }
  if (tail.notice !== null) yield { kind: 'notice', value: tail.notice };
  yield* all('objections', tail.objections);
  yield* all('lists', tail.lists);
  yield* all('awards', tail.awards);
  yield* all('plans', tail.plans);
  yield* all('disbursements', tail.disbursements);
  yield* all('directives', tail.directives);
  yield* all('recoveries', tail.recoveries);
}
