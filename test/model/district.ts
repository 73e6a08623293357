/** 五（一）（二）: packages come in until the closing time; the district looks, recommends or not, or returns once. */
import type { Form, Outcome } from './actions.ts';
import { type Content, isSound } from './facts.ts';
import {
  type Application,
  afterWorkingDays,
  applicationOf,
  endTask,
  entrantOf,
  inDays,
  type Model,
  openTask,
  remind,
} from './state.ts';

const isUnderReview = (application: Application | null): boolean =>
  application !== null && (application.status === 'in-review' || application.status === 'returned');
const those = (model: Model, which: (application: Application) => boolean): number[] =>
  [...model.applications.keys()].filter((who) => {
    const application = model.applications[who] ?? null;
    return application !== null && which(application);
  });
/** Whom the stage waits for: those under review, and those whose refusal is not final. */
export const unsettled = (model: Model): number[] =>
  those(model, (one) => isUnderReview(one) || (one.refusal !== null && one.refusal.step !== 'final'));
/** Those whose own time brings something about. */
export const waitingForTime = (model: Model): number[] =>
  those(model, (one) => isUnderReview(one) || one.refusal?.step === 'open');

/** Whether the slot's page offers a form now. Who was asked for a correction has that time, everybody else the intake's. */
export function takesUploads({ applications, now, intakeEnds, at }: Model, who: number): boolean {
  const application = applications[who] ?? null;
  if (application?.status === 'returned') return true;
  if (application !== null && application.status !== 'in-review') return false;
  return at.step === 'intake' && now <= intakeEnds;
}

type Upload = { who: number; content: Content; form: 'fresh' | 'early' | 'again' };

export function upload(model: Model, { who, content, form }: Upload): Outcome {
  if (form === 'again' && (model.uploads[who] ?? []).length > 0) return 'nothing';
  if (form !== 'early' && !takesUploads(model, who)) return 'closed';
  const early = model.early[who] ?? [];
  if (form === 'early' && early.includes(content)) return 'nothing';
  if (form === 'early') early.push(content);
  const verdict = judge(model, who, content);
  model.uploads[who]?.push(verdict);
  if (verdict === 'accepted') accept(model, who, content);
  return verdict;
}

function judge(model: Model, who: number, content: Content): 'accepted' | 'refused' | 'duplicate' | 'late' | 'closed' {
  const application = model.applications[who] ?? null;
  if (application !== null && !isUnderReview(application)) return 'closed';
  const inTime = model.now <= model.intakeEnds + model.facts.rules.graceMs;
  if (application?.status !== 'returned' && !inTime) return 'late';
  if (!isSound(content)) return 'refused';
  return application?.content === content ? 'duplicate' : 'accepted';
}

/** A newer version before the decision supersedes what was under way. */
function accept(model: Model, who: number, content: Content): void {
  const application = model.applications[who];
  if (application == null) {
    const seats = { seats: [], shortages: 0, lookedAgain: false, scored: false };
    const first = {
      status: 'in-review',
      version: 1,
      content,
      look: 0,
      corrections: 0,
      due: 0,
      refusal: null,
      ...seats,
    } as const;
    model.applications[who] = { ...first, seats: [] };
  } else {
    for (const name of ownTasks(who, application)) endTask(model, name, 'superseded');
    Object.assign(application, { status: 'in-review', version: application.version + 1, content });
  }
  look(model, who);
}

const ownTasks = (who: number, { look: no }: Application): string[] => [
  `${who}~district.${no}`,
  `${who}~district.${no}.bureau`,
  `${who}~correction.${no}`,
];

/** Gives it to the officer of its district, until the stage's end; a second look has its own days at least. */
function look(model: Model, who: number): void {
  const application = applicationOf(model, who);
  application.look += 1;
  const own = inDays(model, model.facts.rules.reReviewDays);
  application.due = application.look === 1 ? model.districtsEnd : Math.max(model.districtsEnd, own);
  const officer = `district-${entrantOf(model, who).district}`;
  openTask(model, `${who}~district.${application.look}`, officer, application.due);
}

/** Until the shortlist is published an applicant may take its application back, if its district has not turned it down. */
export function withdraw(model: Model, who: number): Outcome {
  const application = model.applications[who] ?? null;
  const isFree = ['intake', 'district', 'experts', 'tie', 'deliberate'].includes(model.at.step);
  if (application === null || !(isUnderReview(application) || (isFree && application.status === 'recommended')))
    return 'closed';
  application.status = 'withdrawn';
  for (const name of model.tasks.keys())
    if (/^\d+~(district|correction|score|second-look|shortage)\./.test(name) && name.startsWith(`${who}~`))
      endTask(model, name, 'superseded');
  return 'done';
}

export function decideReview(model: Model, who: number, { decision }: Form): Outcome {
  const application = applicationOf(model, who);
  if (decision === 'recommend') {
    application.status = 'recommended';
    return 'done';
  }
  if (decision === 'not-recommend') {
    const names = [`${who}~district.${application.look}`, `${who}~district.${application.look}.bureau`];
    const decided = names.map((name) => model.tasks.get(name)).find((task) => task?.status === 'decided');
    refuse(model, who, 'not-recommended', decided?.assignee ?? '');
    return 'done';
  }
  const { corrections, correctionWorkingDays } = model.facts.rules;
  if (application.corrections >= corrections) return 'invalid';
  application.corrections += 1;
  application.status = 'returned';
  application.due = afterWorkingDays(model, correctionWorkingDays);
  openTask(model, `${who}~correction.${application.look}`, 'applicant', application.due);
  return 'done';
}

/** Whoever is refused has some working days to ask somebody else for another look. */
function refuse(model: Model, who: number, status: 'not-recommended' | 'lapsed', by: string): void {
  const due = afterWorkingDays(model, model.facts.rules.refusalWorkingDays);
  const application = applicationOf(model, who);
  Object.assign(application, { status, due, refusal: { by, step: 'open' } });
  openTask(model, `${who}~refusal.${application.look}`, 'applicant', due);
}

/** Once, within the days; never by whoever refused, nor by the officer for objections. */
export function contest(model: Model, who: number): Outcome {
  const application = model.applications[who] ?? null;
  if (application?.refusal?.step !== 'open' || model.now > application.due) return 'closed';
  const task = model.tasks.get(`${who}~refusal.${application.look}`);
  if (task !== undefined) Object.assign(task, { status: 'decided', decision: 'request' });
  application.refusal.step = 'review';
  const reviewer = application.refusal.by === 'bureau-1' ? 'bureau-3' : 'bureau-1';
  const until = afterWorkingDays(model, model.facts.rules.reviewWorkingDays);
  openTask(model, `${who}~review.${application.look}`, reviewer, until);
  return 'done';
}

export function decideRefusal(model: Model, who: number, { decision }: Form): Outcome {
  const application = applicationOf(model, who);
  if (application.refusal !== null) application.refusal.step = 'final';
  if (decision === 'admit') application.status = 'recommended';
  return 'done';
}

/** The time that an application under review, or a refusal, had is over. */
export function reviewDue(model: Model, who: number): void {
  const application = applicationOf(model, who);
  if (application.refusal?.step === 'open') {
    endTask(model, `${who}~refusal.${application.look}`, 'expired');
    application.refusal.step = 'final';
  } else if (application.status === 'returned') {
    // Unanswered it never lapses by itself: a person decides on what there is.
    endTask(model, `${who}~correction.${application.look}`, 'expired');
    application.status = 'in-review';
    look(model, who);
  } else reviewLate(model, who);
}

/** The stage may have been extended; else the bureau decides for the district. */
function reviewLate(model: Model, who: number): void {
  const application = applicationOf(model, who);
  const { district } = entrantOf(model, who);
  const extended = model.districtsEnd > model.now;
  const answer: Answer = extended ? { decision: 'extend', until: model.districtsEnd } : bureausAnswer(model, district);
  const name = `${who}~district.${application.look}`;
  if (answer.decision === 'lapse') {
    endTask(model, name, 'expired');
    refuse(model, who, 'lapsed', 'bureau-1');
    return;
  }
  if (answer.decision === 'take-over' && !model.tasks.has(`${name}.bureau`)) {
    endTask(model, name, 'reassigned');
    openTask(model, `${name}.bureau`, 'bureau-1', 0);
  }
  lookOn(model, who, answer.decision === 'extend' ? answer.until : inDays(model, model.facts.rules.escalationDays));
}

/** Whoever has it is reminded, and has it until then. */
function lookOn(model: Model, who: number, until: number): void {
  const application = applicationOf(model, who);
  application.due = until;
  const name = `${who}~district.${application.look}`;
  for (const task of [name, `${name}.bureau`]) remind(model, task, until);
}

const GRACE = 15 * 60_000;
const DAY = 86_400_000;

/**
 * What the reconciler does when it comes: a question about a late district that nobody answered in
 * time is put again while the stage lasts, and ended when it is over; so is a ruling that is late, where nothing else
 * looks at it. True if there was one.
 */
export function lookAtLateTasks(model: Model, at: number): boolean {
  const late = [...model.tasks].filter(
    ([name, task]) => /^round~(late|objection)\./.test(name) && task.status === 'open' && task.deadline <= at - GRACE,
  );
  const lasts = model.at.step === 'intake' || model.at.step === 'district';
  for (const [name] of late) {
    if (lasts || name.startsWith('round~objection.')) remind(model, name, at + model.facts.rules.bureauDays * DAY);
    else endTask(model, name, 'superseded');
  }
  return late.length > 0;
}

type Answer = { decision: 'none' | 'take-over' | 'lapse' } | { decision: 'extend'; until: number };

/** The bureau's word on a late district; where there is none (any more) it is asked, and reminded when it is late itself. */
function bureausAnswer(model: Model, district: string): Answer {
  const { bureauDays, districtDays } = model.facts.rules;
  for (let no = 1; ; no += 1) {
    const name = `round~late.${district}.${no}`;
    const task = model.tasks.get(name);
    if (task?.decision === 'take-over' || task?.decision === 'lapse') return { decision: task.decision };
    const until = (model.decidedAt.get(name) ?? 0) + districtDays * 86_400_000;
    if (task?.status === 'decided' && until > model.now) return { decision: 'extend', until };
    if (task?.status === 'decided') continue;
    if (task === undefined) openTask(model, name, 'bureau-1', inDays(model, bureauDays));
    else if (task.deadline <= model.now) remind(model, name, inDays(model, bureauDays));
    return { decision: 'none' };
  }
}
