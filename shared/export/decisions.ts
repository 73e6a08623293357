import * as z from 'zod';
import { chainFaults, digestOf, LOG_FACTS } from '../domain/decision-log.ts';
import { firstOf } from '../domain/second-look.ts';
import type { DecisionsDocument, LoggedEntry } from '../schemas/decision-log.ts';
import { loadLog } from '../store/decision-log.ts';
import { keys, shards } from '../store/keys.ts';
import { forEachId } from '../store/roster.ts';
import type { Table } from '../store/table.ts';
import { versionsOf } from './notice-schema.ts';
import { by } from './order.ts';
import type { RoundExport } from './schema.ts';

const Slot = z.object({ applicationId: z.string() });

/** The chains of all applications of a round, and of the round itself; those that are empty are left out. */
export async function exportDecisions(table: Table, roundId: string): Promise<DecisionsDocument> {
  const pages = await Promise.all(shards.map((shard) => table.all(keys.slotsPk(roundId, shard), Slot)));
  const owners = [roundId, ...pages.flat().map(({ applicationId }) => applicationId)].sort();
  const chains = await forEachId(owners, async (owner) => {
    const entries = await loadLog(table, owner);
    return { owner, entries: entries.map(({ entity: _, owner: __, ...entry }) => entry) };
  });
  return {
    schema: 'awards-decisions/1',
    round: roundId,
    chains: chains.filter(({ entries }) => entries.length > 0),
  };
}

type Recorded = Pick<LoggedEntry, 'decision' | 'digest'> & { owner: string; about: string; at: string | null };

/**
 * Holds the chains against the export: each unbroken, every decision of the records in its chain, every entry of a chain
 * in the records, and one person's entries under one commitment. A Chinese sentence for each difference.
 */
export function checkDecisions(document: DecisionsDocument, exported: RoundExport): string[] {
  if (document.round !== exported.round.roundId) return ['决定记录与导出文件不是同一批次'];
  const recorded = new Map(recordedDecisions(exported).map((one) => [`${one.owner} ${one.about}`, one]));
  const entries = document.chains.flatMap(({ owner, entries: own }) => own.map((entry) => ({ owner, entry })));
  const logged = new Set(entries.map(({ owner, entry }) => `${owner} ${entry.about}`));
  return [
    ...document.chains.flatMap(({ owner, entries: own }) => chainFaults(owner, own)),
    ...entries.flatMap(({ owner, entry }) => disagreement(owner, entry, recorded.get(`${owner} ${entry.about}`))),
    ...[...recorded.keys()].filter((name) => !logged.has(name)).map((name) => `${name} 有记录，决定记录中没有`),
    ...strangers(document, exported),
  ];
}

function disagreement(owner: string, entry: LoggedEntry, recorded: Recorded | undefined): string[] {
  const name = `${owner} 第 ${entry.no} 条（${entry.about}）`;
  if (recorded === undefined) return [`${name}没有相应的记录`];
  const { decision, digest, at } = recorded;
  return entry.decision === decision && entry.digest === digest && (at === null || entry.at === at)
    ? []
    : [`${name}与记录不一致`];
}

/** In one chain the same person has the same commitment, and nobody else has it. */
function strangers({ chains }: DecisionsDocument, { tasks }: RoundExport): string[] {
  const persons = new Map(tasks.map(({ taskId, assignee }) => [`task:${taskId}`, assignee]));
  return chains.flatMap(({ owner, entries }) => {
    const known = entries.flatMap(({ about, by: person }) => {
      const assignee = persons.get(about);
      return assignee === undefined ? [] : [`${assignee} ${person}`];
    });
    const pairs = new Set(known);
    const [names, commitments] = [0, 1].map((part) => new Set([...pairs].map((pair) => pair.split(' ')[part])));
    return names?.size === pairs.size && commitments?.size === pairs.size ? [] : [`${owner} 办理人与记录不一致`];
  });
}

/** Every decision that a chain must have, from the records. */
export function recordedDecisions(exported: RoundExport): Recorded[] {
  return [
    ...ofTasks(exported),
    ...ofApplications(exported),
    ...ofObjections(exported),
    ...ofNotice(exported),
    ...ofMoney(exported),
  ].sort(by(({ owner, about }) => `${owner} ${about}`));
}

const recorded = (owner: string, about: string, decision: string, facts: object, at: string | null): Recorded => ({
  ...{ owner, about, decision, digest: digestOf(facts), at },
});

function ofTasks({ round, tasks, sheets, struckSheets }: RoundExport): Recorded[] {
  const bySeat = new Map(sheets.map((sheet) => [`${sheet.applicationId} ${sheet.seat}`, sheet]));
  const struck = new Map(struckSheets.map((one) => [`${one.applicationId}~score.${one.seat}.${one.turn}`, one]));
  return tasks.flatMap(({ taskId, kind, applicationId, subject, status, decision, decidedAt }) => {
    if (status !== 'decided' || decision === null) return [];
    const scored = kind === 'score' && decision.decision === 'submit';
    const sheet = scored ? (struck.get(taskId) ?? bySeat.get(`${applicationId} ${subject['seat']}`) ?? null) : null;
    const facts = LOG_FACTS.task(decision, sheet === null ? null : firstOf(sheet));
    return [recorded(applicationId ?? round.roundId, `task:${taskId}`, decision.decision, facts, decidedAt)];
  });
}

const ofApplications = ({ applications }: RoundExport): Recorded[] =>
  applications.flatMap(({ applicationId, status, decidedAt, refusal, versions }) => [
    ...versions.map((version) =>
      recorded(applicationId, `version:${version.version}`, 'accepted', LOG_FACTS.version(version), version.receivedAt),
    ),
    ...(status === 'withdrawn' ? [recorded(applicationId, 'withdrawal', 'withdrawn', {}, decidedAt)] : []),
    ...(refusal?.status === 'lapsed'
      ? [recorded(applicationId, 'lapse', 'lapsed', LOG_FACTS.lapse(refusal.opinion), refusal.at)]
      : []),
  ]);

const ofObjections = ({ objections }: RoundExport): Recorded[] =>
  objections.flatMap(({ objectionId, applicationId, filedAt, ruling }) => {
    const facts = LOG_FACTS.objection(objectionId);
    const next = ruling?.effect?.in ?? null;
    return [
      recorded(applicationId, `objection:${objectionId}`, 'objection', facts, filedAt),
      ...(next === null ? [] : [recorded(next, `moved-up:${objectionId}`, 'moved-up', facts, ruling?.at ?? null)]),
    ];
  });

/** Corrections of the notice, in the round's own chain. */
const ofNotice = ({ round, notice }: RoundExport): Recorded[] =>
  (notice === null ? [] : versionsOf(notice)).flatMap((one) =>
    one.correction === null
      ? []
      : [recorded(round.roundId, `notice:${one.version}`, 'corrected', LOG_FACTS.notice(one), one.publishedAt)],
  );

const ofMoney = ({ awards, disbursements, tasks }: RoundExport): Recorded[] => {
  const byTask = new Set(
    tasks
      .filter(({ kind, decision }) => kind === 'payee' && decision?.decision === 'decline')
      .map(({ applicationId }) => applicationId),
  );
  return [
    ...awards.map((award) => recorded(award.awardId, 'award', 'awarded', LOG_FACTS.award(award), award.announcedAt)),
    ...awards.flatMap(({ awardId, declined }) =>
      declined === null ? [] : ofDecline(awardId, declined, byTask.has(awardId)),
    ),
    ...disbursements.flatMap((payment) => {
      const { awardId, disbursementId, issuedAt, status } = payment;
      const facts = LOG_FACTS.payment(payment);
      return [
        recorded(awardId, `payment:${disbursementId}`, 'issued', facts, issuedAt),
        ...(status === 'issued' ? [] : [recorded(awardId, `settlement:${disbursementId}`, status, facts, null)]),
      ];
    }),
  ];
};

type Declined = NonNullable<RoundExport['awards'][number]['declined']>;

/** Who declines on the task that asks for the account decides that. Who moves up hears of it as of a decision about itself. */
const ofDecline = (awardId: string, { at, reason, filled }: Declined, byTask: boolean): Recorded[] => [
  ...(byTask ? [] : [recorded(awardId, 'decline', 'declined', LOG_FACTS.decline({ reason }), at)]),
  ...(filled === null || filled.in === null
    ? []
    : [recorded(filled.in, `moved-up:${awardId}`, 'moved-up', LOG_FACTS.fill(awardId), filled.at)]),
];
