/** What people and time do to a round, each thing once, and what is said to it. The model and the real round both take these. */
import type { Content } from './facts.ts';

/** A person's form on a task's page. `points`: share of each item's points, in halves; `incomplete` leaves one out. */
export type Form =
  | { decision: string; order?: number[] }
  | { decision: 'submit' | 'revise'; halves: 0 | 1 | 2; incomplete?: boolean }
  | { decision: 'account'; ownName: boolean };

export type Action =
  /** `early`: through a form that was opened when the round was; `again`: the last form of this applicant once more. */
  | { do: 'upload'; who: number; content: Content; form: 'fresh' | 'early' | 'again' }
  | { do: 'withdraw'; who: number }
  /** Whoever was refused asks for a review. */
  | { do: 'contest'; who: number }
  /** `twice`: two clicks at the same moment. */
  | { do: 'decide'; task: string; form: Form; twice?: boolean }
  /** With the link to one task at another one's page. */
  | { do: 'intrude'; by: string; task: string; form: Form }
  | { do: 'extend'; stage: 'intake' | 'district'; days: number }
  | { do: 'object'; against: number; objector: number }
  | { do: 'settle'; payment: string; outcome: 'paid' | 'failed'; offBy: number }
  | { do: 'reconcile' }
  /** UTC ms. */
  | { do: 'jump'; to: number };

/**
 * `done`: it was taken. `ended`: it was over already, nothing changed. `expired`: the link ended with the deadline.
 * `invalid`: the form was shown again. `closed`: not open (yet, or any more). `refused`: not by this person, or not so.
 * `parked`: put aside for a person to look at. Uploads answer with their verdict.
 */
export type Outcome =
  | ('done' | 'ended' | 'expired' | 'invalid' | 'closed' | 'refused' | 'parked' | 'duplicate')
  | ('accepted' | 'late' | 'nothing');
