import { nowUtc } from '../clock.ts';
import { askedOfObjector, goesOnAnyway } from '../domain/objections.ts';
import { SupplementForm } from '../schemas/objections.ts';
import { type ObjectionFile, ObjectionRecord, ObjectorRecord, TaskRecord } from '../schemas/records.ts';
import { keys } from '../store/keys.ts';
import { loadPinned } from '../store/rounds.ts';
import { type Action, ConditionFailed, type Table } from '../store/table.ts';
import { type FieldError, fieldError, type TaskDeps } from '../tasks/kind.ts';
import { endTaskAction } from '../tasks/open.ts';
import { hearingTaskId, stepAction, unfreezeAction } from './change.ts';
import { examine, type HandedIn, keepEvidence } from './evidence.ts';
import { errorsOf } from './file.ts';

export interface Objected {
  objection: ObjectionRecord;
  objector: ObjectorRecord;
}

/** An objection with who objects; null where there is none. */
export async function loadObjected(table: Table, roundId: string, objectionId: string): Promise<Objected | null> {
  const [objection, objector] = await Promise.all([
    table.get(keys.objection(roundId, objectionId), ObjectionRecord),
    table.get(keys.objector(objectionId), ObjectorRecord),
  ]);
  return objection === null || objector === null ? null : { objection, objector };
}

export type Sent = { status: 'taken' | 'ended' } | { status: 'invalid'; errors: FieldError[] };

interface More {
  text: string;
  evidence: HandedIn[];
}

/** A step of the handler's, or another click, may come at the same moment: it is looked at anew. */
const TRIES = 4;

/**
 * What the objector sends after filing: more evidence at any time while it is open, and words where they were asked for. An
 * answer after its days still counts as long as there is no ruling. The same twice is once.
 */
export async function sendMore(deps: TaskDeps, objected: Objected, sent: More, tries = TRIES): Promise<Sent> {
  const { objection, objector } = objected;
  if (objection.status !== 'open') return { status: 'ended' };
  const asked = askedOfObjector(objection) !== null;
  const words = SupplementForm.safeParse({ text: sent.text });
  const text = words.success ? words.data.text : null;
  if (asked && !words.success) return { status: 'invalid', errors: errorsOf(words.error.issues) };
  if (!asked && sent.evidence.length === 0 && text !== null && objector.supplements.at(-1)?.text === text)
    return { status: 'taken' };
  const kept = await keepMore(deps, objected, sent.evidence);
  if (!kept.ok) return { status: 'invalid', errors: kept.errors };
  if (!asked && sent.evidence.length === 0)
    return { status: 'invalid', errors: [fieldError('evidence', '请先选择文件，再上传。')] };
  if (!asked && kept.added.length === 0) return { status: 'taken' };
  const now = nowUtc();
  const written: Action = {
    update: keys.objector(objector.objectionId),
    change: {
      set: {
        files: [...objector.files, ...kept.added],
        supplements: [...objector.supplements, ...(asked && text !== null ? [{ at: now, text }] : [])],
      },
    },
  };
  if (await done(deps.table, [stepAction(objection, [{ kind: 'supplemented', at: now, by: 'objector' }]), written]))
    return { status: 'taken' };
  const again = tries > 1 ? await loadObjected(deps.table, objection.roundId, objection.objectionId) : null;
  return again === null ? { status: 'ended' } : sendMore(deps, again, sent, tries - 1);
}

/** Looks at what was sent and keeps it; what lies there already is not added again. */
async function keepMore(
  { table, evidence }: TaskDeps,
  { objection, objector }: Objected,
  sent: HandedIn[],
): Promise<{ ok: true; added: ObjectionFile[] } | { ok: false; errors: FieldError[] }> {
  const { policy } = await loadPinned(table, evidence, objection.roundId);
  const limit = policy.objection.value.evidence;
  const examined = await examine('evidence', sent, limit);
  if (!examined.ok) return examined;
  const known = new Set(objector.files.map(({ sha256 }) => sha256));
  const fresh = examined.files.filter(({ sha256 }) => !known.has(sha256));
  const there = objector.files.filter(({ kind }) => kind === 'evidence').length;
  if (there + fresh.length > limit.files)
    return { ok: false, errors: [fieldError('evidence', '最多上传 {n} 个文件。', { n: String(limit.files) })] };
  return { ok: true, added: await keepEvidence(evidence, objector.folder, 'evidence', fresh, nowUtc()) };
}

/**
 * The objector takes the objection back (撤回): the place goes on, unless the bureau has said that it looks into it all the
 * same. What was filed stays on record.
 */
export async function withdrawObjection(deps: TaskDeps, { objection }: Objected, tries = TRIES): Promise<void> {
  const { table } = deps;
  const step = { kind: 'withdrawn' as const, at: nowUtc(), by: 'objector' };
  if (objection.status !== 'open' || objection.steps.some(({ kind }) => kind === 'withdrawn')) return;
  const actions = goesOnAnyway(objection)
    ? [stepAction(objection, [step])]
    : [
        stepAction(objection, [step], { status: 'withdrawn' }),
        unfreezeAction(objection),
        endTaskAction(objection.taskId, 'superseded'),
        ...(await endHearing(table, objection)),
      ];
  if (await done(table, actions)) return;
  const again = tries > 1 ? await loadObjected(table, objection.roundId, objection.objectionId) : null;
  if (again !== null) await withdrawObjection(deps, again, tries - 1);
}

/** The applicant is not heard any more about what has ended. */
export async function endHearing(table: Table, objection: ObjectionRecord): Promise<Action[]> {
  const taskId = hearingTaskId(objection);
  const task = await table.get(keys.task(taskId), TaskRecord);
  return task?.status === 'open' ? [endTaskAction(taskId, 'superseded')] : [];
}

async function done(table: Table, actions: Action[]): Promise<boolean> {
  try {
    await table.transact(actions);
    return true;
  } catch (error) {
    if (error instanceof ConditionFailed) return false;
    throw error;
  }
}

/** Who objects stands in no text that others see, not even by mistake. */
export async function namesObjector(table: Table, { objectionId }: ObjectionRecord, text: string): Promise<boolean> {
  const objector = await table.get(keys.objector(objectionId), ObjectorRecord);
  if (objector === null) return false;
  const digits = (phone: string) => phone.replaceAll(/\D/g, '');
  return text.includes(objector.name) || digits(text).includes(digits(objector.phone));
}
