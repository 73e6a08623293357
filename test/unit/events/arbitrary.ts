/** Events as they may be, and as they may not. */
import fc from 'fast-check';
import { CATEGORIES } from '../../../shared/schemas/basics.ts';

const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
const roundId = fc.stringMatching(/^[a-z0-9][a-z0-9-]{2,39}$/);
const awardId = fc.tuple(roundId, fc.constantFrom('b', 'p', 's', 'c'), hex(16)).map((parts) => parts.join('.'));
const count = fc.integer({ min: 1, max: 1_000_000 });
const disbursementId = fc.tuple(awardId, count, count).map((parts) => parts.join('.'));
const instant = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());
const fen = fc.maxSafeNat();
const words = fc.string({ unit: fc.constantFrom('账', '号', '有', '误', ' ', 'a', '\n'), maxLength: 200 });
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const enveloped = (type: string, id: fc.Arbitrary<string>, data: fc.Arbitrary<object>) =>
  fc.record({
    specversion: fc.constant('1.0'),
    id,
    type: fc.constant(type),
    source: fc.constant('awards'),
    time: instant,
    correlationid: maybe(awardId),
    replayid: maybe(fc.stringMatching(/^[a-z0-9-]{1,60}$/)),
    replaytime: maybe(instant),
    data,
  });

const instruction = fc.record({
  disbursementId,
  roundId,
  awardId,
  category: fc.constantFrom(...CATEGORIES),
  planNo: count,
  instalment: count,
  attempt: count,
  payeeUscc: fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  payeeRef: fc.string(),
  amountFen: fen,
});

const directiveId = fc.tuple(disbursementId, count).map(([id, no]) => `${id}.d${no}`);
const about = {
  disbursementId,
  roundId,
  awardId,
  payeeUscc: fc.stringMatching(/^[0-9A-HJ-NPQRTUWXY]{18}$/),
  amountFen: fen,
};
const directive = fc.record({
  ...about,
  directiveId,
  no: count,
  directive: fc.constantFrom('hold', 'release', 'cancel'),
});

/** Whatever the event may be, by its name. JSON knows no undefined. */
const GOOD: Record<string, fc.Arbitrary<object>> = {
  DisbursementInstructed: enveloped('awards.disbursement.instructed.v1', disbursementId, instruction),
  DisbursementDirected: enveloped('awards.disbursement.directed.v1', directiveId, directive),
  RecoveryInstructed: enveloped(
    'awards.recovery.instructed.v1',
    directiveId,
    fc.record({ ...about, recoveryId: directiveId }),
  ),
  RecoverySettled: fc.record({
    recoveryId: directiveId,
    roundId,
    amountFen: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    no: count,
    recoveredAt: instant,
    correlationid: maybe(awardId),
  }),
  DisbursementSettled: fc.record({
    disbursementId,
    roundId,
    amountFen: fen,
    outcome: fc.constantFrom('paid', 'failed', 'cancelled'),
    reason: maybe(words),
    receivedAt: instant,
    settledAt: instant,
    correlationid: maybe(awardId),
  }),
};

export function goodEvent(name: string): fc.Arbitrary<object> {
  const arbitrary = GOOD[name];
  if (arbitrary === undefined) throw new Error(`nobody says how a ${name} may be`);
  return arbitrary.map((event) => JSON.parse(JSON.stringify(event)) as object);
}

/** Values of every kind; among them what is nearly right. */
const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    -1,
    0,
    0.5,
    1e300,
    '1.0',
    'paid',
    'nothing',
    '2025-12-05',
    '2025-13-05T00:00:00.000Z',
  ),
  fc.jsonValue(),
);

/** A good event with one member changed, taken away or added, at any depth. */
export const spoilt = (name: string): fc.Arbitrary<unknown> =>
  fc.tuple(goodEvent(name), fc.nat(), odd, fc.boolean()).map(([event, pick, value, away]) => {
    const places = placesOf(event);
    const [target, key] = places[pick % places.length] ?? [event as Record<string, unknown>, 'id'];
    if (away) delete target[key];
    else target[key] = value;
    return event;
  });

function placesOf(event: object): [Record<string, unknown>, string][] {
  const target = event as Record<string, unknown>;
  return [...Object.keys(target), 'unheardOf'].flatMap((key) => {
    const inner = target[key];
    const deeper = typeof inner === 'object' && inner !== null ? placesOf(inner) : [];
    return [[target, key] as [Record<string, unknown>, string], ...deeper];
  });
}
