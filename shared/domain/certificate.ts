import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import type { ApartBy, Certificate, CertifiedPlace, Cut } from '../schemas/certificate.ts';
import type { RegisterKind } from '../schemas/registers.ts';
import { apartBy, type Entry, entryOf, type RankInput } from './ranking/order.ts';
import type { Ranking } from './ranking.ts';
import { format, parse, rational, sub } from './rational.ts';
import type { SheetItems } from './scoring.ts';

/** One scored application, with the hash of what its total rests on. */
export interface CertificateInput extends RankInput {
  inputs: string;
  sheets: number;
}

/** One scored application with what its total rests on. */
export interface Evidence extends RankInput {
  /** Formula points: exact rationals in points, in the rubric's order. */
  auto: readonly { code: string; points: string }[];
  /** Tenths of points by sub-item; no expert is named. */
  sheets: readonly { seat: number; pointsByItem: SheetItems }[];
}

interface Asked {
  roundId: string;
  policy: Policy;
  policyHash: string;
  /** Versions of the registers, as pinned. */
  registers: Readonly<Record<RegisterKind, string>>;
  category: Category;
  /** Of everybody who was ranked, in whatever order. */
  inputs: readonly CertificateInput[];
  /** What `rankRound` made of them. */
  ranking: Ranking;
  /** The panel's recorded order of who was equal, best first. */
  panelOrder: readonly string[];
}

/**
 * 五(三): the certificate of a category's ranking: what it rests on by hash, every place with what puts it behind the one
 * above, and why the cut lies where it lies. It explains the ranking and changes nothing in it.
 * @throws RangeError where a place has no input
 */
export function certificate(asked: Asked): Certificate {
  const { roundId, policy, policyHash, registers, category, inputs, ranking, panelOrder } = asked;
  const { tieBreaks, quota } = policy.categories[category];
  const steps = tieBreaks.value;
  const byId = new Map(inputs.map((input) => [input.applicationId, input]));
  const places = placesOf(ranking, byId, steps, panelOrder);
  const hashes = places.map((place) => [place.applicationId, place.inputs] as const);
  const body: Omit<Certificate, 'sha256'> = {
    schema: 'awards-certificate/1',
    roundId,
    category,
    policy: { id: policy.id, version: policy.version, hash: policyHash },
    registers: { ...registers },
    exactPassMark: format(passMarkOf(policy)),
    tieBreaks: [...steps],
    quota: quota.value,
    exactCutOff: ranking.cutOff,
    panelOrder: [...panelOrder],
    inputs: {
      applications: places.length,
      sheets: inputs.reduce((count, { sheets }) => count + sheets, 0),
      sha256: sha256Hex(canonicalJson(hashes.toSorted(([a], [b]) => (a < b ? -1 : 1)))),
    },
    places,
    cut: cutOf(policy, ranking, places, (a, b) => stepOf(byId, a, b, steps)),
  };
  return { ...body, sha256: certificateHash(body) };
}

/** SHA-256 of the canonical JSON of a certificate, its own hash left out. */
export function certificateHash(body: Omit<Certificate, 'sha256'> & { sha256?: string }): string {
  const { sha256: _, ...rest } = body;
  return sha256Hex(canonicalJson(rest));
}

type Inputs = ReadonlyMap<string, CertificateInput>;
type Steps = Parameters<typeof apartBy>[2];

function needed(inputs: Inputs, applicationId: string): CertificateInput {
  const input = inputs.get(applicationId);
  if (input === undefined) throw new RangeError(`${applicationId} has a place and no input`);
  return input;
}

const stepOf = (inputs: Inputs, above: string, below: string, steps: Steps) =>
  apartBy(entryOf(needed(inputs, above)), entryOf(needed(inputs, below)), steps);

const passMarkOf = (policy: Policy) => rational(policy.scoring.value.passMarkTenths, 10);

function placesOf(ranking: Ranking, byId: Inputs, steps: Steps, panelOrder: readonly string[]): CertifiedPlace[] {
  const ordered = new Set(panelOrder);
  let above: { entry: Entry; rank: number } | null = null;
  return ranking.places.map(({ rank, applicationId, total, shown, state }, i): CertifiedPlace => {
    const input = needed(byId, applicationId);
    const entry = entryOf(input);
    const apart = above === null ? null : behind(above, { entry, rank }, steps, ordered);
    above = { entry, rank };
    const { resultsPoints, digitalPoints, servedCount, acceptedOn } = input;
    // By name, which is how they are written.
    return {
      acceptedOn,
      apartBy: apart,
      applicationId,
      exactDigital: digitalPoints,
      exactResults: resultsPoints,
      exactTotal: total,
      inputs: input.inputs,
      order: i + 1,
      rank,
      servedCount,
      shown,
      state,
    };
  });
}

/** What puts a place behind the one above it. */
function behind(
  above: { entry: Entry; rank: number },
  own: { entry: Entry; rank: number },
  steps: Steps,
  ordered: ReadonlySet<string>,
): ApartBy {
  if (above.rank === own.rank) return 'equal';
  const step = apartBy(above.entry, own.entry, steps);
  if (step !== null) return step;
  return ordered.has(own.entry.input.applicationId) ? 'panel-decision' : 'excluded';
}

/** What a certificate goes by: the ranked facts, and the rest by hash alone, so that a large round need not be held. */
export function inputOf<E extends Evidence>({ auto, sheets, ...facts }: E) {
  const { applicationId, uscc, resultsPoints, digitalPoints, servedCount, acceptedOn } = facts;
  const bySeat = sheets.toSorted((a, b) => a.seat - b.seat);
  const inputs = sha256Hex(
    canonicalJson({
      // By name, which is how they are written.
      ...{ acceptedOn, applicationId },
      auto: auto.map(({ code, points }) => ({ code, points })),
      ...{ digitalPoints, resultsPoints, servedCount },
      sheets: bySeat.map(({ seat, pointsByItem }) => ({ items: pointsByItem, seat })),
      uscc,
    }),
  );
  return { ...facts, inputs, sheets: sheets.length };
}

/** Why the line lies where it lies, by the last who is in and the first who is out and could have been in. */
function cutOf(
  policy: Policy,
  ranking: Ranking,
  places: readonly CertifiedPlace[],
  stepBetween: (above: string, below: string) => ReturnType<typeof apartBy>,
): Cut {
  const last = places.findLast(({ state }) => state === 'shortlisted');
  const first = (state: CertifiedPlace['state']) => places.find((place) => place.state === state);
  const shortlisted = places.filter(({ state }) => state === 'shortlisted').length;
  const common = { lastIn: last?.applicationId ?? null, placesLeft: ranking.quota - shortlisted };
  const to = (mark: string, place: CertifiedPlace) => format(sub(parse(mark), parse(place.exactTotal)));
  const tied = first('tied-across-cut');
  if (tied !== undefined) return { ...common, firstOut: tied.applicationId, why: 'tied', exactMissing: null };
  const reserve = first('reserve');
  if (reserve !== undefined && last !== undefined) {
    const missing = to(last.exactTotal, reserve);
    // Who is equal in everything and still out is so by the panel's word: else the line would be tied.
    const why = stepBetween(last.applicationId, reserve.applicationId) ?? 'panel-decision';
    return { ...common, firstOut: reserve.applicationId, why, exactMissing: missing };
  }
  const below = first('below-pass');
  if (below !== undefined) {
    const missing = to(format(passMarkOf(policy)), below);
    return { ...common, firstOut: below.applicationId, why: 'below-pass', exactMissing: missing };
  }
  const excluded = first('excluded');
  if (excluded !== undefined)
    return { ...common, firstOut: excluded.applicationId, why: 'excluded', exactMissing: null };
  return { ...common, firstOut: null, why: 'all-in', exactMissing: null };
}
