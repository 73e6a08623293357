import type { RoundExport } from '../../../../shared/export/schema.ts';
import { at } from '../../export/constants.ts';
import { type Change, first, paid, SUMS, set, taskOf } from './tools.ts';

type Directive = RoundExport['directives'][number];

/** Somebody held the payment of an award back before it was made; properly, but for `change`. */
function said(x: RoundExport, change: Partial<Directive> = {}): void {
  const { disbursementId, awardId, amountFen } = paid(x);
  x.directives.push({
    ...{ directiveId: `${disbursementId}.d1`, disbursementId, awardId, no: 1, kind: 'hold', next: null, amountFen },
    ...{ reason: '账户待核实', by: actor(x), at: at('12-28'), confirmedBy: null, confirmedAt: null },
    ...{ answer: null, answeredAt: null, recoveredFen: 0, publishedAt: at('12-28') },
    ...change,
  });
}

const actor = (x: RoundExport) => first(x.registers.staff, ({ role }) => role === 'bureau').staff;
const second = (x: RoundExport) =>
  first(x.registers.staff, ({ role, staff }) => role === 'bureau' && staff !== actor(x)).staff;

/** A paid award was revoked by two persons, and half of it came back; properly, but for the changes. */
function revoked(x: RoundExport, change: Partial<Directive> = {}, part = 0.5): void {
  const { awardId, disbursementId, amountFen } = paid(x);
  const recoveredFen = amountFen / 2;
  said(x, { kind: 'recover', confirmedBy: second(x), confirmedAt: at('12-30'), recoveredFen, ...change });
  set(
    first(x.awards, (award) => award.awardId === awardId),
    { status: 'revoked' },
  );
  x.recoveries.push({
    recoveryId: `${disbursementId}.d1`,
    no: 1,
    amountFen: amountFen * part,
    recoveredAt: at('12-30'),
  });
  x.tasks.push({
    ...taskOf(x, 'approve-plan'),
    taskId: `${awardId}~revocation.1.1`,
    kind: 'revocation',
    applicationId: awardId,
    subject: { disbursementId, no: 1 },
    assignee: second(x),
    decision: { decision: 'revoke', reason: '经核查', order: null, asked: null, proposedBy: null },
  });
}

/** What must not be found. */
export const HONEST: [what: string, change: (x: RoundExport) => void][] = [
  [
    'a payment that was held and released',
    (x) => {
      said(x);
      const { disbursementId } = paid(x);
      said(x, { directiveId: `${disbursementId}.d2`, no: 2, kind: 'release' });
    },
  ],
  ['an award that was revoked and came back in part', (x) => revoked(x)],
];

export const DIRECTIVES: Change[] = [
  ['directives-explained', 'held, and nobody says why', (x) => said(x, { reason: ' ' }), /没有载明何人、何时、为何/],
  [
    'directives-explained',
    'a number is missing',
    (x) => {
      said(x, { no: 2, directiveId: `${paid(x).disbursementId}.d2` });
    },
    /的后续要求编号不连续/,
  ],
  ['directives-explained', 'revoked by one person alone', (x) => revoked(x, { confirmedBy: actor(x) }), /是同一人/],
  [
    'directives-explained',
    'revoked, and nobody decided it',
    (x) => {
      revoked(x);
      x.tasks = x.tasks.filter(({ kind }) => kind !== 'revocation');
    },
    /没有载明理由的复核/,
  ],
  [
    'directives-explained',
    'called off, and nobody asked for it',
    (x) => {
      set(
        first(x.disbursements, ({ status }) => status === 'failed'),
        { status: 'cancelled' },
      );
    },
    /没有人要求撤销/,
  ],
  [
    'recoveries-add-up',
    'revoked, and nothing is asked back',
    (x) => {
      set(
        first(x.awards, ({ awardId }) => awardId === paid(x).awardId),
        { status: 'revoked' },
      );
    },
    /的撤销与追回不符/,
  ],
  ['recoveries-add-up', 'a part that is in no sum', (x) => revoked(x, {}, 0.25), /合计与逐笔之和不符/],
  [
    'recoveries-add-up',
    'more came back than was paid',
    (x) => {
      revoked(x, { recoveredFen: paid(x).amountFen * 2 }, 2);
    },
    /应追回 .*，已追回/,
    [SUMS, 'figures-recompute'],
  ],
  [
    'recoveries-add-up',
    'something came back that nobody asked for',
    (x) => {
      x.recoveries.push({ recoveryId: `${paid(x).disbursementId}.d9`, no: 1, amountFen: 1, recoveredAt: at('12-30') });
    },
    /有入账，没有要求追回/,
  ],
];
