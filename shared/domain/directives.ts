import type { DirectiveRecord, DisbursementRecord } from '../schemas/records.ts';

type Kind = DirectiveRecord['kind'];

/**
 * What may be said about an instruction as it stands. Until it is settled it may be held, released and, once, cancelled; what
 * was cancelled waits for finance's answer. What was paid can only be asked back, and one proposal waits for another.
 */
export function directivesOpen({ status, state }: Pick<DisbursementRecord, 'status' | 'state'>): Kind[] {
  if (status === 'paid') return state === undefined ? ['recover'] : [];
  if (status !== 'issued' || state === 'cancelling') return [];
  return state === 'held' ? ['release', 'cancel'] : ['hold', 'cancel'];
}

/** How an instruction stands once this was said about it; undefined where it stands as if nothing had been. */
export const stateAfter = (kind: Kind): DisbursementRecord['state'] => STATES[kind];

const STATES: Record<Kind, DisbursementRecord['state']> = {
  hold: 'held',
  release: undefined,
  cancel: 'cancelling',
  recover: 'revoking',
};

/** As a person chooses it: a cancellation says with it what becomes of the award. */
export const DIRECTIVE_CHOICES = ['hold', 'release', 'cancel-correct', 'cancel-end', 'recover'] as const;
export type DirectiveChoice = (typeof DIRECTIVE_CHOICES)[number];

export const choicesOpen = (payment: Pick<DisbursementRecord, 'status' | 'state'>): DirectiveChoice[] =>
  directivesOpen(payment).flatMap((kind) => (kind === 'cancel' ? ['cancel-correct', 'cancel-end'] : [kind]));
