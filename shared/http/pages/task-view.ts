import type { AutoItem } from '../../domain/auto-scores.ts';
import type { UpheldEffect } from '../../domain/objections.ts';
import type { ItemSummary } from '../../domain/second-look.ts';
import type { Reconciliation } from '../../domain/settlement.ts';
import type { Policy } from '../../policy/schema.ts';
import type { DecidableKind } from '../../schemas/decisions.ts';
import type { PackageManifest } from '../../schemas/package.ts';
import type { PlanSeen } from '../../schemas/plan-seen.ts';
import type {
  ApplicationRecord,
  AwardRecord,
  DirectiveRecord,
  ObjectionRecord,
  ObjectorRecord,
  OverrideRecord,
  PlaceRecord,
  PlanRecord,
  RankingRecord,
  SheetContent,
  TaskRecord,
  VersionRecord,
} from '../../schemas/records.ts';
import type { PilotRow, ProviderRow, RegisterKind } from '../../schemas/registers.ts';
import type { ShownFlag } from './flags.ts';
import type { ShownInquiry } from './inquiries.ts';

/** One application as a reviewer sees it: the current version, what the rules found, what the registers say. */
export interface ApplicationView {
  application: ApplicationRecord;
  manifest: PackageManifest;
  files: VersionRecord['files'];
  scan: VersionRecord['scan'];
  pilot: PilotRow | null;
  provider: ProviderRow | null;
}

/** What a reviewer sees beside: what the application shares with others, and who let which finding stand. */
export interface ReviewView extends ApplicationView {
  flags: ShownFlag[];
  inquiries: ShownInquiry[];
  overrides: (Pick<OverrideRecord, 'rule' | 'at' | 'reason'> & { byName: string })[];
}

/** 五(二): what a district decides on; with 联签, also what another officer wrote, or why one's own came back. */
export interface DistrictView extends ReviewView {
  proposal: (NonNullable<TaskRecord['proposal']> & { byName: string }) | null;
  sentBack: (NonNullable<TaskRecord['sentBack']> & { byName: string }) | null;
}

export interface NamedPlace {
  place: PlaceRecord;
  name: string;
  title: string;
  /** Whether the sheets lie further apart than the policy's mark. */
  spreadFlag: boolean;
  /** 复核打分: whether its panel was asked once more. */
  lookedAgain: boolean;
  /** What it shares with others, as far as it stands. */
  flags: ShownFlag[];
}

export interface TiedApplication {
  applicationId: string;
  name: string;
  title: string;
  /** Total with two decimals. */
  shown: string;
}

export interface ListLine {
  awardId: string;
  category: AwardRecord['category'];
  name: string;
  title: string;
  rank: number;
  amountFen: number;
  otherReadingFen: number;
  steps: AwardRecord['steps'];
}

/** A line of a plan with what it was worked out from; both null for a fixed reward. */
export interface PlanLine extends ListLine {
  uscc: string;
  investmentFen: number | null;
  /** What the cumulative cap counts of what was paid before, 分. */
  pastFen: number | null;
}

/** One version of a register: which import it was, or that it came with the round's opening. */
export interface ShownRegister {
  kind: RegisterKind;
  version: string;
  at: string;
  no: number | null;
}

/** 资金拨付方案 as it is shown and written out. */
export interface PlanView {
  planNo: number;
  status: PlanRecord['status'];
  lines: PlanLine[];
  totalFen: number;
  seen: PlanSeen;
  seenCode: string;
  /** What amounts rest on, and what flags rest on. */
  registers: { basis: ShownRegister[]; looked: ShownRegister[] };
  /** Awards of the round's earlier plans. */
  earlier: Pick<AwardRecord, 'uscc' | 'name' | 'category' | 'amountFen'>[];
  /** Awards that wait for an account and stand in no plan. */
  accountless: { awardId: string; name: string; amountFen: number }[];
  /** Who approved it before, where two have to. */
  first: { byName: string; at: string; reason: string } | null;
}

export interface RankedCategory {
  ranking: RankingRecord | null;
  /** Places that are shown, in order, and how many of each state follow. */
  shown: NamedPlace[];
  rest: { reserve: number; belowPass: number };
}

/** What the handler of an objection sees. */
export interface HandlingView {
  objection: ObjectionRecord;
  /** Who objects: shown here and nowhere else. */
  objector: ObjectorRecord;
  against: NamedPlace | null;
  /** What an upheld objection would do; null where the place is not held any more. */
  effect: UpheldEffect | null;
  /** Whom the effect is about, with the sums. */
  leaves: { amountFen: number } | null;
  /** `noticeEndsAt` is null while the working days of its year are not known. */
  movesUp: { place: NamedPlace; amountFen: number; noticeEndsAt: string | null } | null;
  now: string;
}

/** What each kind of task shows beside the task itself. */
export interface TaskDetails {
  'district-review': DistrictView;
  'district-late': { district: string | null; applications: { applicationId: string; name: string; title: string }[] };
  /** How many the district's sheet has, and the code that tells it from another one. */
  'district-sheet': { all: number; recommended: number; code: string };
  refusal: { application: ApplicationRecord };
  'refusal-review': ReviewView;
  score: ApplicationView & {
    auto: Pick<AutoItem, 'code' | 'points' | 'working'>[];
    /** Names of whoever stands behind the application beside the applicant, as far as the registers know them; else their codes. */
    related: string[];
  };
  /** 复核打分: the expert's own first sheet; of the panel a summary at most. */
  'second-look': ApplicationView & {
    auto: Pick<AutoItem, 'code' | 'points' | 'working'>[];
    first: SheetContent;
    /** Null where the policy shows nothing of the panel, or it is too small to stay unknown. */
    summary: ItemSummary[] | null;
  };
  'panel-shortage': { application: ApplicationRecord | null; reasons: string[] };
  'tie-break': { category: ApplicationRecord['category'] | null; tied: TiedApplication[]; placesLeft: number | null };
  deliberate: { categories: { category: ApplicationRecord['category']; ranked: RankedCategory }[] };
  /** The year that is missing. */
  'calendar-year': { year: string };
  'objection-ruling': HandlingView;
  /** What the applicant is told of an objection. */
  'objection-hearing': { asked: string };
  confirm: { listNo: number; lines: ListLine[] };
  payee: { award: AwardRecord };
  /** Who declined, and who would move up; null where nobody is left. */
  'fill-place': {
    award: AwardRecord;
    next: { place: PlaceRecord; name: string; title: string; amountFen: number } | null;
    noticeEndsAt: string | null;
  };
  'approve-plan': PlanView;
  'settlement-difference': { reconciliation: Reconciliation };
  /** Who proposes it and why, and whether it was to be called off before it was paid. */
  revocation: { award: AwardRecord; proposal: DirectiveRecord; byName: string; tooLate: boolean };
  /** The task that is overdue, and what it is about where it is about an application. */
  overdue: { task: TaskRecord; application: { name: string; title: string } | null };
}

/** A task with all its page needs, whatever the kind. */
export interface TaskView<K extends DecidableKind = DecidableKind> {
  kind: K;
  task: TaskRecord;
  policy: Policy;
  details: TaskDetails[K];
}
