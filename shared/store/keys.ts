import { createHash } from 'node:crypto';
import type { AccessEndRecord } from '../schemas/access-records.ts';
import { Category } from '../schemas/basics.ts';
import type { ListId } from '../schemas/proofs.ts';
import type { RegisterKind } from '../schemas/registers.ts';
import type { Key } from './table.ts';

/**
 * Where each record stands in the table. An application's records share a partition, a round's few records share one;
 * whatever grows with the number of applications is spread over shards or over the applications themselves.
 *
 * Task and wait ids begin with the id of what they belong to (`<application or round>~<rest>`), so that the id alone finds the record.
 */
const SHARDS = 4;
const shardOf = (id: string) => createHash('sha256').update(id).digest().readUInt8(0) % SHARDS;
export const shards = Array.from({ length: SHARDS }, (_, i) => i);

const LETTERS: Record<Category, string> = {
  'benchmark-enterprise': 'b',
  'service-provider': 'p',
  'solution-product': 's',
  'chain-case': 'c',
};

/** The id follows from what it identifies: issuing a slot twice gives the same application. */
export function applicationIdOf(roundId: string, category: Category, uscc: string, applicationNo: number): string {
  const digest = createHash('sha256').update(`${roundId}|${category}|${uscc}|${applicationNo}`).digest('hex');
  return `${roundId}.${LETTERS[category]}.${digest.slice(0, 16)}`;
}

const CATEGORY_OF = Object.fromEntries(Object.entries(LETTERS).map(([category, letter]) => [letter, category]));

/** The category an application is in, from its id. */
export const categoryOf = (applicationId: string): Category =>
  Category.parse(CATEGORY_OF[applicationId.split('.')[1] ?? '']);

function ownerPk(id: string): { pk: string; rest: string } {
  const [owner = id, rest = ''] = id.split('~');
  return { pk: owner.includes('.') ? `APP#${owner}` : `ROUND#${owner}`, rest };
}

/** Beyond every instant in milliseconds: what is left until then falls as time goes on. */
const END_OF_TIME = 1e13;
const untilTheEnd = (at: string) => String(END_OF_TIME - Date.parse(at)).padStart(14, '0');

const pad = (n: number) => String(n).padStart(4, '0');

export const keys = {
  /** The rounds that are not closed. */
  activePk: 'ROUNDS',
  active: (roundId: string): Key => ({ pk: 'ROUNDS', sk: roundId }),
  roundPk: (roundId: string) => `ROUND#${roundId}`,
  round: (roundId: string): Key => ({ pk: `ROUND#${roundId}`, sk: 'ROUND' }),
  gate: (roundId: string, stage: string): Key => ({ pk: `ROUND#${roundId}`, sk: `GATE#${stage}` }),
  shortage: (roundId: string): Key => ({ pk: `ROUND#${roundId}`, sk: 'SHORTAGE' }),
  draw: (roundId: string): Key => ({ pk: `ROUND#${roundId}`, sk: 'DRAW' }),
  /** Conflicts that were recorded, by application. */
  conflictsPk: (roundId: string) => `CONFLICTS#${roundId}`,
  conflict: (roundId: string, applicationId: string, expertId: string): Key => ({
    pk: `CONFLICTS#${roundId}`,
    sk: `${applicationId}#${expertId}`,
  }),
  /** Which plan the panels are seated by. */
  drawPlan: (roundId: string): Key => ({ pk: `ROUND#${roundId}`, sk: 'DRAWPLAN' }),
  notice: (roundId: string): Key => ({ pk: `ROUND#${roundId}`, sk: 'NOTICE' }),
  /** Days off of a year that the pinned policy does not know yet. */
  calendarYear: (roundId: string, year: string): Key => ({ pk: `ROUND#${roundId}`, sk: `CALENDAR#${year}` }),
  ranking: (roundId: string, category: Category): Key => ({ pk: `ROUND#${roundId}`, sk: `RANKING#${category}` }),
  reconciliation: (roundId: string): Key => ({ pk: `ROUND#${roundId}`, sk: 'RECONCILIATION' }),
  /** A sealed list's root; and what the salts of all are derived from. */
  root: ({ round, gate, no, category }: ListId): Key => ({
    pk: `ROUND#${round}`,
    sk: `ROOT#${gate}#${pad(no)}#${category}`,
  }),
  sealSecret: (roundId: string): Key => ({ pk: `ROUND#${roundId}`, sk: 'SEALSECRET' }),
  tie: (roundId: string, category: Category): Key => ({ pk: `ROUND#${roundId}`, sk: `TIE#${category}` }),
  list: (roundId: string, listNo: number): Key => ({ pk: `ROUND#${roundId}`, sk: `LIST#${pad(listNo)}` }),
  plan: (roundId: string, planNo: number): Key => ({ pk: `ROUND#${roundId}`, sk: `PLAN#${pad(planNo)}` }),

  /** Ids of a list or plan in pages. */
  idsPk: (of: string, sha256: string) => `IDS#${of}#${sha256}`,
  ids: (of: string, sha256: string, page: number): Key => ({ pk: `IDS#${of}#${sha256}`, sk: pad(page) }),
  release: (roundId: string, category: Category, no: number): Key => ({
    pk: `ROUND#${roundId}`,
    sk: `RELEASE#${category}#${pad(no)}`,
  }),

  openPk: (roundId: string, stage: string, shard: number) => `OPEN#${roundId}#${stage}#${shard}`,
  open: (roundId: string, stage: string, id: string): Key => ({
    pk: `OPEN#${roundId}#${stage}#${shardOf(id)}`,
    sk: id,
  }),
  rosterPk: (roundId: string, shard: number) => `ROSTER#${roundId}#${shard}`,
  roster: (roundId: string, id: string): Key => ({ pk: `ROSTER#${roundId}#${shardOf(id)}`, sk: id }),
  slotsPk: (roundId: string, shard: number) => `SLOTS#${roundId}#${shard}`,
  slotEntry: (roundId: string, id: string): Key => ({ pk: `SLOTS#${roundId}#${shardOf(id)}`, sk: id }),

  applicationPk: (id: string) => `APP#${id}`,
  application: (id: string): Key => ({ pk: `APP#${id}`, sk: 'APP' }),
  slot: (id: string): Key => ({ pk: `APP#${id}`, sk: 'SLOT' }),
  upload: (id: string, uploadId: string): Key => ({ pk: `APP#${id}`, sk: `UPLOAD#${uploadId}` }),
  /** A package on its way in parts. */
  transfer: (id: string, uploadId: string): Key => ({ pk: `APP#${id}`, sk: `TRANSFER#${uploadId}` }),
  draft: (id: string): Key => ({ pk: `APP#${id}`, sk: 'DRAFT' }),
  otherDraft: (id: string): Key => ({ pk: `APP#${id}`, sk: 'DRAFT#OTHER' }),
  version: (id: string, version: number): Key => ({ pk: `APP#${id}`, sk: `VERSION#${pad(version)}` }),
  seat: (id: string, seat: number): Key => ({ pk: `APP#${id}`, sk: `SEAT#${pad(seat)}` }),
  sheet: (id: string, seat: number): Key => ({ pk: `APP#${id}`, sk: `SHEET#${pad(seat)}` }),
  /** That its panel was asked once more, because the sheets lay far apart. */
  secondLook: (id: string): Key => ({ pk: `APP#${id}`, sk: 'SECONDLOOK' }),
  /** A sheet that was struck, by its seat and the turn of its expert. */
  struckSheet: (id: string, seat: number, turn: number): Key => ({
    pk: `APP#${id}`,
    sk: `STRUCK#${pad(seat)}#${pad(turn)}`,
  }),
  /** What formulas give, worked out once when the panel is drawn. */
  auto: (id: string): Key => ({ pk: `APP#${id}`, sk: 'AUTO' }),
  score: (id: string): Key => ({ pk: `APP#${id}`, sk: 'SCORE' }),
  /** Where the application's facts are, and what they led to. */
  facts: (id: string): Key => ({ pk: `APP#${id}`, sk: 'FACTS' }),
  flag: (id: string, code: string, counterpartId: string): Key => ({
    pk: `APP#${id}`,
    sk: `FLAG#${code}#${counterpartId}`,
  }),
  inquiry: (id: string, inquiryId: string): Key => ({ pk: `APP#${id}`, sk: `INQUIRY#${inquiryId}` }),
  /** What the applicant is told of its result, once that is released. */
  letter: (id: string): Key => ({ pk: `APP#${id}`, sk: 'LETTER' }),
  override: (id: string, rule: string): Key => ({ pk: `APP#${id}`, sk: `OVERRIDE#${rule}` }),
  /** By the value's hash: whoever has the same value stands in the same partition, and nobody else. */
  factPk: (roundId: string, kind: string, hash: string) => `FACT#${roundId}#${kind}#${hash}`,
  fact: (roundId: string, kind: string, hash: string, id: string): Key => ({
    pk: `FACT#${roundId}#${kind}#${hash}`,
    sk: id,
  }),

  /** The chain of decisions about an application, or about a round. */
  logPk: (owner: string) => ownerPk(owner).pk,
  logEntry: (owner: string, no: number): Key => ({ pk: ownerPk(owner).pk, sk: `LOG#${String(no).padStart(6, '0')}` }),

  task: (taskId: string): Key => {
    const { pk, rest } = ownerPk(taskId);
    return { pk, sk: `TASK#${rest}` };
  },
  wait: (waitId: string): Key => {
    const { pk, rest } = ownerPk(waitId);
    return { pk, sk: `WAIT#${rest}` };
  },
  taskDraft: (taskId: string, personId: string): Key => {
    const { pk, rest } = ownerPk(taskId);
    return { pk, sk: `TASKDRAFT#${rest}#${personId}` };
  },
  otherTaskDraft: (taskId: string, personId: string): Key => {
    const { pk, rest } = ownerPk(taskId);
    return { pk, sk: `TASKDRAFT#${rest}#${personId}#OTHER` };
  },
  /** That a task or a call was reminded of so many days before this deadline. */
  reminder: (id: string, deadline: string, daysBefore: number): Key => {
    const { pk, rest } = ownerPk(id);
    return { pk, sk: `REMINDER#${rest}#${deadline}#${daysBefore}` };
  },
  /** Letters that could not be delivered, the latest of each subject. */
  undeliveredPk: (roundId: string) => `UNDELIVERED#${roundId}`,
  undelivered: (roundId: string, about: string, channel: string): Key => ({
    pk: `UNDELIVERED#${roundId}`,
    sk: `${about}#${channel}`,
  }),
  challenge: (tokenHash: string): Key => ({ pk: `CHALLENGE#${tokenHash}`, sk: 'CHALLENGE' }),
  /** How many codes a person was sent, and how many were tried, within one hour. */
  codeHour: (roundId: string, person: string, hour: string): Key => ({
    pk: `CODES#${roundId}#${person}`,
    sk: `HOUR#${hour}`,
  }),
  codeEventsPk: (roundId: string) => `CODEEVENTS#${roundId}`,
  /** The latest first. */
  codeEvent: (roundId: string, at: string, id: string): Key => ({
    pk: `CODEEVENTS#${roundId}`,
    sk: `${untilTheEnd(at)}#${id}`,
  }),

  link: (tokenHash: string): Key => ({ pk: `LINK#${tokenHash}`, sk: 'LINK' }),
  session: (tokenHash: string): Key => ({ pk: `SESSION#${tokenHash}`, sk: 'SESSION' }),
  /** How often one link acted within a minute since 1970. */
  pace: (tokenHash: string, minute: number): Key => ({ pk: `PACE#${tokenHash}`, sk: String(minute) }),
  /** How often the links of one person were ended: those of a round, or those to what belongs to none. */
  accessMark: (roundId: string | undefined, personId: string): Key => ({
    pk: `ACCESSMARK#${roundId ?? ''}#${personId}`,
    sk: 'MARK',
  }),
  /** Whose way in was ended, the latest first. */
  accessEndsPk: (roundId: string) => `ACCESSENDS#${roundId}`,
  accessEnd: ({
    roundId,
    at,
    personId,
    linkHash,
  }: Pick<AccessEndRecord, 'roundId' | 'at' | 'personId' | 'linkHash'>): Key => ({
    pk: `ACCESSENDS#${roundId}`,
    sk: `${untilTheEnd(at)}#${personId}#${linkHash ?? ''}`,
  }),

  placesPk: (roundId: string, category: Category) => `PLACES#${roundId}#${category}`,
  place: (roundId: string, category: Category, id: string): Key => ({ pk: `PLACES#${roundId}#${category}`, sk: id }),
  objectionsPk: (roundId: string) => `OBJECTIONS#${roundId}`,
  objection: (roundId: string, id: string): Key => ({ pk: `OBJECTIONS#${roundId}`, sk: id }),
  /** The objector, apart from the objection. */
  objector: (id: string): Key => ({ pk: `OBJECTOR#${id}`, sk: 'OBJECTOR' }),
  objectionMark: (roundId: string, hash: string): Key => ({ pk: `OBJECTIONMARK#${roundId}#${hash}`, sk: 'MARK' }),
  /** How many objections somebody filed, or somebody's place met, within one day. */
  objectionDay: (roundId: string, day: string, of: string): Key => ({
    pk: `OBJECTIONDAY#${roundId}#${of}`,
    sk: day,
  }),
  awardsPk: (roundId: string) => `AWARDS#${roundId}`,
  award: (roundId: string, id: string): Key => ({ pk: `AWARDS#${roundId}`, sk: id }),
  /** 历次奖补: what a payee was awarded in all rounds. */
  ledgerPk: (uscc: string) => `LEDGER#${uscc}`,
  ledger: (uscc: string): Key => ({ pk: `LEDGER#${uscc}`, sk: 'LEDGER' }),
  ledgerEntry: (uscc: string, awardId: string): Key => ({ pk: `LEDGER#${uscc}`, sk: `AWARD#${awardId}` }),
  /** What winners agreed to have shown. */
  publicityPk: (roundId: string) => `PUBLICITY#${roundId}`,
  publicity: (roundId: string, id: string): Key => ({ pk: `PUBLICITY#${roundId}`, sk: id }),
  payee: (payeeRef: string): Key => ({ pk: `PAYEE#${payeeRef}`, sk: 'PAYEE' }),
  /** Who asked for accounts, the latest first. */
  payeeLookupsPk: (roundId: string) => `PAYEELOOKUPS#${roundId}`,
  payeeLookup: (lookup: Record<'roundId' | 'at' | 'disbursementId' | 'payeeRef' | 'by' | 'reason', string>): Key => {
    const { roundId, at, disbursementId, payeeRef, by, reason } = lookup;
    const what = createHash('sha256')
      .update(JSON.stringify([payeeRef, by, reason]))
      .digest('hex')
      .slice(0, 16);
    return { pk: `PAYEELOOKUPS#${roundId}`, sk: `${untilTheEnd(at)}#${disbursementId}#${what}` };
  },
  disbursementsPk: (roundId: string) => `DISBURSEMENTS#${roundId}`,
  disbursement: (roundId: string, id: string): Key => ({ pk: `DISBURSEMENTS#${roundId}`, sk: id }),
  /** What was said about instructions, in the order of each. */
  directivesPk: (roundId: string) => `DIRECTIVES#${roundId}`,
  directive: (roundId: string, disbursementId: string, no: number): Key => ({
    pk: `DIRECTIVES#${roundId}`,
    sk: `${disbursementId}#${pad(no)}`,
  }),
  replay: (roundId: string, replayId: string): Key => ({ pk: `REPLAYS#${roundId}`, sk: replayId }),
  recoveryReceiptsPk: (roundId: string) => `RECOVERIES#${roundId}`,
  recoveryReceipt: (roundId: string, recoveryId: string, no: number): Key => ({
    pk: `RECOVERIES#${roundId}`,
    sk: `${recoveryId}#${pad(no)}`,
  }),

  inboxAccounted: (): Key => ({ pk: 'INBOX', sk: 'ACCOUNTED' }),
  /** How far the open rows of all rounds have been looked through. */
  sweep: (): Key => ({ pk: 'SWEEP', sk: 'SWEEP' }),
  /** The executions that an application or a round has had of a machine. */
  run: (machine: string, id: string): Key => ({ pk: ownerPk(id).pk, sk: `RUN#${machine}` }),
  mendingsPk: (roundId: string) => `MENDINGS#${roundId}`,
  mending: (roundId: string, since: string, kind: string, id: string): Key => ({
    pk: `MENDINGS#${roundId}`,
    sk: `${since}#${kind}#${id}`,
  }),

  /** When the persons of a round were written to a file for auditors, the latest first. */
  auditExportsPk: (roundId: string) => `AUDITEXPORTS#${roundId}`,
  auditExport: (roundId: string, at: string, sha256: string): Key => ({
    pk: `AUDITEXPORTS#${roundId}`,
    sk: `${untilTheEnd(at)}#${sha256}`,
  }),

  /** What officers did by hand, the latest first. */
  actionsPk: (roundId: string) => `ACTIONS#${roundId}`,
  action: (roundId: string, at: string, taskId: string, no: number): Key => ({
    pk: `ACTIONS#${roundId}`,
    sk: `${untilTheEnd(at)}#${taskId}#${no}`,
  }),

  registerPk: (kind: RegisterKind, version: string) => `REG#${kind}#${version}`,
  registerRow: (kind: RegisterKind, version: string, rowKey: string): Key => ({
    pk: `REG#${kind}#${version}`,
    sk: rowKey,
  }),
  /** A register's imports in their order, and which of them is current. */
  registerHistoryPk: (kind: RegisterKind) => `REGISTER#${kind}`,
  registerCurrent: (kind: RegisterKind): Key => ({ pk: `REGISTER#${kind}`, sk: 'CURRENT' }),
  registerImport: (kind: RegisterKind, no: number): Key => ({
    pk: `REGISTER#${kind}`,
    sk: `IMPORT#${String(no).padStart(6, '0')}`,
  }),
  /** Pilots by the provider that served them, beside the rows themselves. */
  servedPk: (version: string, providerUscc: string) => `REG#served#${version}#${providerUscc}`,
};

/** Index of tasks by who has them: all of one person's in a round, in the order in which they were opened. */
export const workPartition = (roundId: string, { role, id }: { role: string; id: string }): string =>
  `WORK#${roundId}#${role}.${id}`;
export const workIndex = (
  { roundId, taskId, assignee }: { roundId: string; taskId: string; assignee: { role: string; id: string } },
  openedAt: string,
) => ({ gsi2pk: workPartition(roundId, assignee), gsi2sk: `${openedAt}#${taskId}` });

/** Index partition of records that have still to leave. */
export const outboxIndex = (id: string, since: string) => ({ gsi1pk: `OUTBOX#${shardOf(id)}`, gsi1sk: since });
export const outboxPartitions = shards.map((shard) => `OUTBOX#${shard}`);

/** Index partition of what is to be reminded of, by when. */
export const dueIndex = (id: string, at: string) => ({ gsi1pk: `DUE#${shardOf(id)}`, gsi1sk: at });
export const duePartitions = shards.map((shard) => `DUE#${shard}`);

/** Index partition of letters that wait for others to the same person: one person's of one window stand together. */
export const digestIndex = (person: string, taskId: string, until: string) => ({
  gsi1pk: `DIGEST#${shardOf(person)}`,
  gsi1sk: `${until}#${person}#${taskId}`,
});
export const digestPartitions = shards.map((shard) => `DIGEST#${shard}`);
