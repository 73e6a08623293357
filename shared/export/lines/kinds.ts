import * as z from 'zod';
import { ApplicationId, Sha256 } from '../../schemas/basics.ts';
import { OLDER_SCHEMAS } from '../older.ts';
import { ownerOf } from '../parts.ts';
import { EXPORT_SCHEMA, RoundExport } from '../schema.ts';

const { shape } = RoundExport;
const registers = shape.registers.shape;
const draw = shape.draw.unwrap();
const certificate = shape.certificates.element;

/**
 * What a line of `export.ndjson` may be. Its name is a member of the document, its value that member or one element of it: the
 * schemas are those of the document. Three members are told apart, so that everything of an application stands together and no line
 * grows with the round: what experts were matched by, who may not score, and the places of a certificate, which follow it.
 */
export const LINES = {
  export: z.strictObject({ schema: z.literal([EXPORT_SCHEMA, ...OLDER_SCHEMAS]), form: z.literal('lines') }),
  round: shape.round,
  policy: shape.policy,
  'registers.pilots': registers.pilots.element,
  'registers.providers': registers.providers.element,
  'registers.dishonesty': registers.dishonesty.element,
  'registers.accidents': registers.accidents.element,
  'registers.subsidies': registers.subsidies.element,
  'registers.participation': registers.participation.element,
  'registers.experts': registers.experts.element.omit({ barredFrom: true }),
  'registers.staff': registers.staff.element,
  'registers.invitations': registers.invitations.element,
  gates: shape.gates.element,
  draw: draw.omit({ criteria: true }),

  slots: shape.slots.element,
  uploads: shape.uploads.element,
  applications: shape.applications.element,
  'draw.criteria': draw.shape.criteria.element,
  barred: z.strictObject({ applicationId: ApplicationId, experts: z.array(registers.experts.element.shape.expert) }),
  seats: shape.seats.element,
  sheets: shape.sheets.element,
  secondLooks: shape.secondLooks.element,
  struckSheets: shape.struckSheets.element,
  conflicts: shape.conflicts.element,
  scores: shape.scores.element,
  flags: shape.flags.element,
  tasks: shape.tasks.element,

  rankings: shape.rankings.element,
  places: shape.places.element,
  certificates: certificate.omit({ places: true }),
  'certificates.places': certificate.shape.places.element,
  notice: shape.notice.unwrap(),
  objections: shape.objections.element,
  lists: shape.lists.element,
  awards: shape.awards.element,
  plans: shape.plans.element,
  disbursements: shape.disbursements.element,
  directives: shape.directives.element,
  recoveries: shape.recoveries.element,

  /** Of all lines before: how many there are of each, and the SHA-256 of their bytes. */
  end: z.strictObject({ counts: z.record(z.string(), z.int()), sha256: Sha256 }),
};

export type Kind = keyof typeof LINES;
export type Value<K extends Kind> = z.infer<(typeof LINES)[K]>;
export type Line = { [K in Kind]: { kind: K; value: Value<K> } }[Kind];

export const isKind = (name: string): name is Kind => Object.hasOwn(LINES, name);

const NAMES = Object.keys(LINES).filter(isKind);
const NUMBER = new Map(NAMES.map((kind, i) => [kind, i]));
const numberOf = (kind: Kind): number => NUMBER.get(kind) ?? 0;
const [FIRST, LAST] = [numberOf('slots'), numberOf('tasks')];

/** Where a line stands: lines come by part (before, of and after the applications), by application, and by number. */
export interface Standing {
  part: 'head' | 'application' | 'tail';
  applicationId: string;
  number: number;
}

/** Tasks of the round itself stand before the applications. A certificate and its places take turns. */
export function standingOf(line: Line): Standing {
  const number = numberOf(line.kind === 'certificates.places' ? 'certificates' : line.kind);
  const part = number < FIRST ? 'head' : number > LAST ? 'tail' : 'application';
  if (part !== 'application') return { part, applicationId: '', number };
  const applicationId = ownerIn(line);
  return { part: applicationId === null ? 'head' : part, applicationId: applicationId ?? '', number };
}

function ownerIn({ value }: Line): string | null {
  if ('taskId' in value) return ownerOf(value.taskId);
  return 'applicationId' in value ? value.applicationId : null;
}

const PARTS: Record<Standing['part'], number> = { head: 0, application: 1, tail: 2 };

export const comesBefore = (a: Standing, b: Standing): boolean => {
  if (a.part !== b.part) return PARTS[a.part] < PARTS[b.part];
  if (a.applicationId !== b.applicationId) return a.applicationId < b.applicationId;
  return a.number <= b.number;
};

/** Lines whose number grows with the applications. */
export const isMany = (kind: Kind): boolean => numberOf(kind) >= FIRST && kind !== 'end';

/** Every export has exactly one of each. */
export const ONCE: readonly Kind[] = ['export', 'round', 'policy'];
/** Every export has one at most. */
export const AT_MOST_ONCE: readonly Kind[] = [...ONCE, 'draw', 'notice'];
