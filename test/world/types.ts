import type { Policy } from '../../shared/policy/schema.ts';
import type { Category } from '../../shared/schemas/basics.ts';
import type { RegisterKind, RegisterRow } from '../../shared/schemas/registers.ts';

/** What people get wrong (and two things they may do). In the order in which a small world takes some of them. */
export const FAULTS = [
  'corrected-later',
  'gbk-names',
  'level-one',
  'missing-attachment',
  'second-version',
  'dishonest',
  'wrong-content',
  'after-deadline',
  'broken-zip',
  'same-file-twice',
  'wrong-credit-code',
  'somebody-elses-slot',
  'not-in-pilots',
  'too-few-served',
  'major-accident',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What a package is made like. `revised` is a second version, `corrected` the answer to a district's correction request. */
export type Variant =
  | 'good'
  | 'revised'
  | 'corrected'
  | 'gbk-names'
  | 'several-faults'
  | 'missing-attachment'
  | 'wrong-content'
  | 'broken-zip'
  | 'wrong-credit-code'
  | 'somebody-else';

/** One upload by the applicant. Step n of all applications makes one wave: never two uploads of one application at a time. */
export interface UploadStep {
  variant: Variant;
  when: 'before-deadline' | 'after-deadline';
  /** `unchanged`: the bytes that are there already; accepted without becoming a new version. */
  outcome: 'accepted' | 'unchanged' | 'refused' | 'too-late';
  /** Codes of all problems that a refusal must list, sorted. */
  problems: string[];
}

/** How the people around one application act, decided by the seed beforehand. */
export interface Behaviour {
  /** The district's decision. `return-once`: asks for a correction first and recommends the corrected one. */
  district: 'recommend' | 'not-recommend' | 'return-once';
  /** With `return-once`: whether the applicant uploads `corrected` within the time given. */
  answersCorrection: boolean;
  /** How good the application is in experts' eyes, percent of the points. */
  qualityPercent: number;
  /** Seats (from 0) whose first expert recuses, or lets the deadline pass. */
  recusedSeats: number[];
  lateSeats: number[];
  /** Seat that scores far below the others, so that the spread is flagged; null mostly. */
  harshSeat: number | null;
  payee: { accountName: string; bank: string; accountNo: string };
}

export interface ApplicationPlan {
  /** Index into `registers.invitations`. */
  invitation: number;
  category: Category;
  fault: Fault | null;
  uploads: UploadStep[];
  /** Invitation whose package is uploaded by mistake (`somebody-elses-slot`). */
  donor: number | null;
  behaviour: Behaviour;
}

/** A place on a category's shortlist, as a share from the top: 0 is the first, 1 the last. */
export interface PlacePick {
  category: Category;
  share: number;
}

export interface ObjectionPlan extends PlacePick {
  /** `open`: not ruled on when the notice ends. */
  ruling: 'upheld' | 'dismissed' | 'open';
  objector: { name: string; phone: string };
  ground: string;
}

export interface World {
  seed: string;
  roundId: string;
  policy: Policy;
  registers: { [K in RegisterKind]: RegisterRow<K>[] };
  /** One per invitation, in the same order. */
  plans: ApplicationPlan[];
  objections: ObjectionPlan[];
  /** The first payment to this place fails (退票). */
  paymentFailure: PlacePick;
  /** This winner gives the account only after the deadline. */
  latePayee: PlacePick;
}
