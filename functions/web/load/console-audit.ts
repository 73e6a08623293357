import type { Deps } from '../../../shared/deps.ts';
import { ROUND_STAGES, TASK_TITLES } from '../../../shared/http/labels.ts';
import { t } from '../../../shared/http/language.ts';
import type { AuditPart, AuditView, Decided } from '../../../shared/http/pages/console/audit.ts';
import { decisionWords } from '../../../shared/http/pages/console/decisions.ts';
import { actorOf, type Naming, nameOf } from '../../../shared/http/pages/console/people.ts';
import {
  AccessEndRecord,
  ActionRecord,
  AuditExportRecord,
  CodeEventRecord,
  MendingRecord,
  OverrideRecord,
  PayeeLookupRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { REGISTER_KINDS } from '../../../shared/schemas/registers.ts';
import { keys } from '../../../shared/store/keys.ts';
import { registerHistory } from '../../../shared/store/register-versions.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { undeliveredPage } from '../../../shared/store/undelivered.ts';
import { MOST_APPLICATIONS, type RoundFacts, slotsUpTo } from './console.ts';
import { loadNames } from './console-tasks.ts';

const PAGE = 100;
const APPLICATIONS_A_PAGE = 50;

/** One page of a part of the log, after where the last one ended. */
export async function loadAudit(
  deps: Deps,
  facts: RoundFacts,
  naming: Naming,
  { part, after }: { part: AuditPart; after: string | undefined },
): Promise<AuditView> {
  const { roundId } = facts.round;
  const first = after === undefined;
  switch (part) {
    case 'actions': {
      const { items, next } = await deps.table.page(keys.actionsPk(roundId), ActionRecord, { after, limit: PAGE });
      return { part, rows: items, naming, next: next ?? null, first };
    }
    case 'audits': {
      const { items, next } = await deps.table.page(keys.auditExportsPk(roundId), AuditExportRecord, {
        after,
        limit: PAGE,
      });
      return { part, rows: items, next: next ?? null, first };
    }
    case 'payees': {
      const { items, next } = await deps.table.page(keys.payeeLookupsPk(roundId), PayeeLookupRecord, {
        after,
        limit: PAGE,
      });
      return { part, rows: items, next: next ?? null, first };
    }
    case 'mendings': {
      const { items, next } = await deps.table.page(keys.mendingsPk(roundId), MendingRecord, { after, limit: PAGE });
      return { part, rows: items, next: next ?? null, first };
    }
    case 'undelivered': {
      const { items, next } = await undeliveredPage(deps.table, roundId, after, PAGE);
      const firms = await loadNames(deps, applicationsOf(items));
      return { part, rows: items, naming: { ...naming, firms }, next: next ?? null, first };
    }
    case 'codes': {
      const { items, next } = await deps.table.page(keys.codeEventsPk(roundId), CodeEventRecord, {
        after,
        limit: PAGE,
      });
      const firms = await loadNames(deps, applicationsOf(items));
      return { part, rows: items, naming: { ...naming, firms }, next: next ?? null, first };
    }
    case 'access': {
      const { items, next } = await deps.table.page(keys.accessEndsPk(roundId), AccessEndRecord, {
        after,
        limit: PAGE,
      });
      return { part, rows: items, naming, next: next ?? null, first };
    }
    case 'imports': {
      const all = await Promise.all(REGISTER_KINDS.map((kind) => registerHistory(deps.table, kind)));
      return { part, rows: all.flat().toSorted(latestFirst).slice(0, PAGE), next: null, first };
    }
    case 'round':
      return { part, rows: ofRound(facts, naming), next: null, first };
    case 'applications':
      return { part, first, ...(await ofApplications(deps, roundId, naming, after)) };
    default:
      return part satisfies never;
  }
}

/** Applicants are named by their firm. */
const applicationsOf = (rows: { person: TaskRecord['assignee'] }[]) => [
  ...new Set(rows.flatMap(({ person }) => (person.role === 'applicant' ? [person.id] : []))),
];

const latestFirst = (a: { at: string }, b: { at: string }) => (a.at < b.at ? 1 : -1);

/** Accounts have a gate for each list, which is no stage of the round. */
function stageTitle(gate: string): string {
  const title = new Map(Object.entries(ROUND_STAGES)).get(gate);
  return title === undefined ? gate : t(title);
}

/** The bureau's decisions, and stages that were given more time; the latest first. */
function ofRound({ tasks, gates }: RoundFacts, naming: Naming): Decided[] {
  const extended = gates.flatMap(({ stage, extensions }) =>
    extensions.map(({ at, by, reason }) => ({
      ...{ at, what: t('延长期限'), about: stageTitle(stage) },
      ...{ applicationId: null, who: by, why: reason },
    })),
  );
  return [...tasks.flatMap((task) => decidedOf(task, naming)), ...extended].toSorted(latestFirst);
}

/** A decided task as a line of the log. What experts wrote stays with them. */
function decidedOf(task: TaskRecord, naming: Naming): Decided[] {
  const { kind, decision, decidedAt, assignee, applicationId } = task;
  if (decision === undefined || decidedAt === undefined || kind === 'correction') return [];
  const { what, why } = decisionWords({ kind, decision });
  const about = applicationId === null ? '' : (naming.firms.get(applicationId)?.name ?? applicationId);
  return [
    {
      at: decidedAt,
      what: `${t(TASK_TITLES[kind])}：${what}`,
      about,
      applicationId,
      who: actorOf(assignee, naming),
      why,
    },
  ];
}

/** Decisions and overrides of some applications, application by application. */
async function ofApplications(
  deps: Deps,
  roundId: string,
  naming: Naming,
  after: string | undefined,
): Promise<{ rows: Decided[]; next: string | null }> {
  const ids = (await slotsUpTo(deps, roundId, MOST_APPLICATIONS)).filter((id) => after === undefined || id > after);
  const some = ids.slice(0, APPLICATIONS_A_PAGE);
  const firms = await loadNames(deps, some);
  const rows = await forEachId(some, async (id): Promise<Decided[]> => {
    const [tasks, overrides] = await Promise.all([
      deps.table.all(keys.applicationPk(id), TaskRecord, 'TASK#'),
      deps.table.all(keys.applicationPk(id), OverrideRecord, 'OVERRIDE#'),
    ]);
    const confirmed = overrides.map(({ at, rule, by, reason }) => ({
      ...{ at, what: `${t('人工确认')}：${rule}`, about: firms.get(id)?.name ?? id, applicationId: id },
      ...{ who: nameOf({ role: 'bureau', id: by }, naming), why: reason },
    }));
    return [...tasks.flatMap((task) => decidedOf(task, { ...naming, firms })), ...confirmed].toSorted(latestFirst);
  });
  return { rows: rows.flat(), next: ids.length > some.length ? (some.at(-1) ?? null) : null };
}
