import { sha256Hex } from '../canonical.ts';
import { nowUtc } from '../clock.ts';
import { LOG_FACTS } from '../domain/decision-log.ts';
import { rulingDueAt } from '../domain/objections.ts';
import { issueLink } from '../links.ts';
import type { Policy } from '../policy/schema.ts';
import { ObjectionForm } from '../schemas/objections.ts';
import {
  ObjectionMarkRecord,
  type ObjectionRecord,
  ObjectorRecord,
  PlaceRecord,
  RoundRecord,
} from '../schemas/records.ts';
import { type Logged, transactLogged } from '../store/decision-log.ts';
import { categoryOf, keys, outboxIndex } from '../store/keys.ts';
import { loadPinned, loadPinnedDays } from '../store/rounds.ts';
import { ABSENT, type Action, ConditionFailed, type Table } from '../store/table.ts';
import { type FieldError, fieldError, type TaskDeps } from '../tasks/kind.ts';
import { openTaskAction } from '../tasks/open.ts';
import { type Examined, examine, type HandedIn, keepEvidence, newFolder } from './evidence.ts';
import { objectionHandler } from './handler.ts';
import { isWithinLimits } from './limits.ts';

/** An objection as it came with a request. */
export interface Filing {
  roundId: string;
  form: unknown;
  seal: HandedIn[];
  evidence: HandedIn[];
  /** Hash of the browser's pass. */
  visitor: string;
  /** Where the request came from; kept nowhere as it is. */
  address: string;
}

export type FiledObjection =
  /** `token` opens the objector's page; it is told once. */
  | { status: 'filed'; objectionId: string; dueAt: string; token: string }
  | { status: 'duplicate'; objectionId: string; token: string | null }
  | { status: 'invalid'; errors: FieldError[] }
  | { status: 'closed' }
  | { status: 'too-many' };

/**
 * Files an objection (异议) against a place while its notice runs: real name with phone, or an organisation with its seal. The
 * place is frozen from this moment; an officer who did not decide before handles it. The same objector with the same words
 * is one objection.
 */
export async function fileObjection(deps: TaskDeps, filing: Filing): Promise<FiledObjection> {
  const { roundId } = filing;
  const parsed = ObjectionForm.safeParse(filing.form);
  if (!parsed.success) return { status: 'invalid', errors: errorsOf(parsed.error.issues) };
  const form = parsed.data;
  const now = nowUtc();
  if (!(await isOpen(deps.table, roundId, form.applicationId, now))) return { status: 'closed' };
  const known = await deps.table.get(markKey(roundId, form), ObjectionMarkRecord);
  if (known !== null) return filedBefore(deps, filing, known.objectionId);

  const { policy } = await loadPinnedDays(deps.table, deps.evidence, roundId);
  const papers = await examinePapers(policy, form, filing);
  if (!papers.ok) return { status: 'invalid', errors: papers.errors };
  const round = await deps.table.get(keys.round(roundId), RoundRecord);
  const { address } = filing;
  if (round === null || !(await isWithinLimits(deps.table, round, policy, { address, ...form })))
    return { status: 'too-many' };
  return write(deps, { filing, form, now, policy, seal: papers.seal, evidence: papers.evidence });
}

export const errorsOf = (issues: readonly { path: PropertyKey[]; message: string }[]): FieldError[] =>
  issues.map(({ path, message }) => ({ field: path.join('.'), message }));

/** Until the last millisecond of the place's own notice, inclusive. */
async function isOpen(table: Table, roundId: string, applicationId: string, now: string): Promise<boolean> {
  const place = await table.get(keys.place(roundId, categoryOf(applicationId), applicationId), PlaceRecord);
  if (place?.state !== 'shortlisted' || place.proposedIn !== undefined) return false;
  return place.noticeEndsAt !== null && place.noticeEndsAt >= now;
}

const markKey = (roundId: string, { applicationId, objectorName, phone, grounds }: ObjectionForm) =>
  keys.objectionMark(roundId, sha256Hex(`${applicationId}|${objectorName}|${phone}|${grounds}`));

type Papers = { ok: true; seal: Examined[]; evidence: Examined[] } | { ok: false; errors: FieldError[] };

async function examinePapers(policy: Policy, form: ObjectionForm, { seal, evidence }: Filing): Promise<Papers> {
  const limit = policy.objection.value.evidence;
  if (form.objectorKind === 'organisation' && seal.length === 0)
    return { ok: false, errors: [fieldError('seal', '以单位名义提出的，请上传加盖公章的异议书。')] };
  const sealed = await examine('seal', seal, { ...limit, types: ['pdf', 'image'], files: 1 });
  if (!sealed.ok) return sealed;
  const shown = await examine('evidence', evidence, limit);
  return shown.ok ? { ok: true, seal: sealed.files, evidence: shown.files } : shown;
}

/** As long as anybody may ask how it ended. */
export const OBJECTOR_LINK_DAYS = 365;
const DAY_MS = 86_400_000;

/** A way to the objector's page. */
export const objectorLink = (table: Table, { roundId, objectionId }: Pick<ObjectorRecord, 'roundId' | 'objectionId'>) =>
  issueLink(table, {
    roundId,
    opens: { kind: 'objection', roundId, objectionId },
    assigneeId: objectionId,
    validUntil: new Date(Date.parse(nowUtc()) + OBJECTOR_LINK_DAYS * DAY_MS).toISOString(),
  });

/** Whoever sends it again from the same browser may have lost the answer, and gets the way to its page anew; nobody else does. */
async function filedBefore({ table }: TaskDeps, { visitor }: Filing, objectionId: string): Promise<FiledObjection> {
  const objector = await table.get(keys.objector(objectionId), ObjectorRecord);
  const token = objector?.visitor === visitor ? await objectorLink(table, objector) : null;
  return { status: 'duplicate', objectionId, token };
}

interface Accepted {
  filing: Filing;
  form: ObjectionForm;
  now: string;
  policy: Policy;
  seal: Examined[];
  evidence: Examined[];
}

/**
 * Says nothing of who objects, and follows from what is on record anyway: the same round has the same ids. `nth`: of those that
 * came about one application in one millisecond.
 */
const idOf = (applicationId: string, filedAt: string, nth: number): string =>
  sha256Hex(`objection|${applicationId}|${filedAt}|${nth}`).slice(0, 16);

/** Where the objection itself stands among the actions. */
const OBJECTION = 1;
/** As many as may come about one application in the same millisecond. */
const MOST_AT_ONCE = 20;

async function write(deps: TaskDeps, accepted: Accepted, nth = 1): Promise<FiledObjection> {
  const { filing, form, now, policy } = accepted;
  const { roundId } = filing;
  const { registers } = await loadPinned(deps.table, deps.evidence, roundId);
  const handler = await objectionHandler(deps.table, registers.staff ?? '', roundId, form.applicationId);
  const objectionId = idOf(form.applicationId, now, nth);
  const dueAt = rulingDueAt(policy, now);
  const objection: ObjectionRecord = {
    ...{ entity: 'Objection', roundId, objectionId, applicationId: form.applicationId, status: 'open' },
    ...{ filedAt: now, dueAt, taskId: `${roundId}~objection.${objectionId}`, handlerDecided: handler.decided },
    steps: [{ kind: 'filed', at: now, by: 'objector' }],
    revision: 1,
  };
  const objector = await objectorOf(deps, accepted, objectionId);
  try {
    await transactLogged(
      deps.table,
      roundId,
      [logged(objection)],
      [
        { put: markKey(roundId, form), item: { entity: 'ObjectionMark', objectionId } },
        ...filed(objection, objector, handler.staffId),
      ],
    );
  } catch (error) {
    if (!(error instanceof ConditionFailed)) throw error;
    // The same at the same moment, or the place went on to its list.
    const known = await deps.table.get(markKey(roundId, form), ObjectionMarkRecord);
    if (known !== null) return filedBefore(deps, filing, known.objectionId);
    if (error.failed.includes(OBJECTION) && nth < MOST_AT_ONCE) return write(deps, accepted, nth + 1);
    return { status: 'closed' };
  }
  return { status: 'filed', objectionId, dueAt, token: await objectorLink(deps.table, objector) };
}

async function objectorOf(deps: TaskDeps, accepted: Accepted, objectionId: string): Promise<ObjectorRecord> {
  const { filing, form, now, seal, evidence } = accepted;
  const folder = newFolder();
  const sealed = await keepEvidence(deps.evidence, folder, 'seal', seal, now);
  const shown = await keepEvidence(deps.evidence, folder, 'evidence', evidence, now);
  const email = form.email === undefined || form.email === '' ? null : form.email;
  return {
    ...{ entity: 'Objector', roundId: filing.roundId, objectionId, kind: form.objectorKind, name: form.objectorName },
    ...{ phone: form.phone, email, grounds: form.grounds, supplements: [], folder, files: [...sealed, ...shown] },
    ...{ visitor: filing.visitor, letters: 0 },
  };
}

const logged = ({ objectionId, applicationId, filedAt }: ObjectionRecord): Logged => ({
  ...{ owner: applicationId, about: `objection:${objectionId}`, decision: 'objection', at: filedAt, by: null },
  facts: LOG_FACTS.objection(objectionId),
});

/** The objection, who objects, the handler's task, and the place that is frozen. */
function filed(objection: ObjectionRecord, objector: ObjectorRecord, handler: string): Action[] {
  const { roundId, objectionId, applicationId, taskId, dueAt, filedAt } = objection;
  const task = {
    ...{ taskId, kind: 'objection-ruling' as const, roundId, applicationId, waitId: null },
    assignee: { role: 'bureau' as const, id: handler },
    deadline: dueAt,
    subject: { objectionId },
  };
  const letter = objector.email === null ? {} : { outbox: 'mail', ...outboxIndex(objectionId, filedAt) };
  return [
    { put: keys.objection(roundId, objectionId), item: objection },
    { put: keys.objector(objectionId), item: { ...objector, ...letter } },
    openTaskAction(task, filedAt),
    {
      update: keys.place(roundId, categoryOf(applicationId), applicationId),
      change: { add: { openObjections: 1 }, when: { state: 'shortlisted', proposedIn: ABSENT } },
    },
  ];
}
