import { isKind, isMany, type Kind, LINES, type Line } from './kinds.ts';
import { type PlainLine, plainLine } from './plain.ts';

/** The kind that a line says it is, as its writer begins it; whatever else stands there is none. */
export const kindIn = (text: string): string => text.slice(2, text.indexOf('"', 2));

/** Of lines that are many what surely is one; made when the first one is met. */
const WHOLE = new Map<Kind, PlainLine | null>();
const IN_PART = new Map<Kind, PlainLine | null>();

function made(of: Map<Kind, PlainLine | null>, kind: Kind, asked: readonly string[]): PlainLine | null {
  const known = of.get(kind);
  if (known !== undefined) return known;
  const plain = isMany(kind) ? plainLine(kind, LINES[kind], asked) : null;
  of.set(kind, plain);
  return plain;
}

/** Whether a line surely is one of its kind, with nothing that its schema would change. */
export const isPlain = (kind: Kind, text: string): boolean => made(WHOLE, kind, [])?.fits(text) ?? false;

/** What policy and draw are looked at by. */
const OF_DRAW: ReadonlySet<Kind> = new Set<Kind>([
  ...(['export', 'round', 'policy', 'registers.experts', 'draw'] as const),
  ...(['applications', 'draw.criteria', 'barred', 'seats', 'sheets', 'conflicts'] as const),
]);
export const ofDraw = (kind: Kind): boolean => OF_DRAW.has(kind);

/** Of these the draw needs no more than this, of all it does not need where they stand. */
const NEEDED: Partial<Record<Kind, readonly string[]>> = { sheets: ['applicationId', 'expert', 'seat'] };
const STANDING = ['applicationId'];

/** What the draw needs of a line, where that is not the whole line and this surely is one; else null. */
export function partOfPlain(text: string): Line | null {
  const kind = kindIn(text);
  if (!isKind(kind) || (NEEDED[kind] === undefined && OF_DRAW.has(kind))) return null;
  const members = made(IN_PART, kind, NEEDED[kind] ?? STANDING)?.members(text);
  if (members === null || members === undefined) return null;
  const [applicationId, expert, seat] = members;
  // No more than where it stands, and whose sheet it is, is asked of it.
  return { kind, value: { applicationId, expert, seat: Number(seat) } } as Line;
}
