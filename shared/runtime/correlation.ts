import { AsyncLocalStorage } from 'node:async_hooks';
import { ApplicationId, RoundId, TaskId } from '../schemas/basics.ts';
import { DisbursementId } from '../schemas/events.ts';

/**
 * Whose work a log line is about. `applicationId` is the one id by which an application is followed from its upload to its settlement:
 * its tasks, its award and its payments begin with it.
 */
export interface Ids {
  roundId?: string;
  applicationId?: string;
  taskId?: string;
  disbursementId?: string;
}

const current = new AsyncLocalStorage<Ids>();

/** All that is logged in the work carries the ids, also where other work goes on at the same time. */
export const correlated = <T>(ids: Ids, work: () => T): T => current.run(ids, work);

/** The ids of what is being done now; none outside of it. */
export const idsNow = (): Ids => current.getStore() ?? {};

/** Members of events, payloads and records that hold one of our ids, the most telling first. */
const MEMBERS = ['applicationId', 'awardId', 'disbursementId', 'taskId', 'waitId', 'about'];

/**
 * Our ids in what a function was given: in its own members, in an event's `detail`, or in the key of an uploaded object. Only what has
 * the shape of an id is taken, so that nothing that a person wrote comes into a log.
 */
export function idsIn(given: unknown): Ids {
  if (typeof given !== 'object' || given === null) return {};
  const all: Record<string, unknown> = { ...given };
  const texts = MEMBERS.map((name) => all[name]).filter((value) => typeof value === 'string');
  return {
    ...idsIn(all['detail']),
    ...idsIn(all['object']),
    ...idsOf([...texts, ...segmentsOf(all['key'])], all['roundId']),
  };
}

/** Our ids among the parts of a path. A link's secret has the shape of none. */
export function idsOfPath(path: string): Ids {
  return idsOf(segmentsOf(path), /\/rounds\/([^/]+)/.exec(path)?.[1]);
}

const segmentsOf = (path: unknown): string[] => (typeof path === 'string' ? path.split('/').slice(0, 8) : []);

function idsOf(texts: string[], named: unknown): Ids {
  const taskId = texts.find((text) => TaskId.safeParse(text).success);
  const disbursementId = texts.find((text) => DisbursementId.safeParse(text).success);
  const owners = texts.map((text) => text.split('~')[0] ?? '');
  const applicationId = owners.map((text) => text.split('.').slice(0, 3).join('.')).find(isApplication);
  const roundId = [applicationId?.split('.')[0], taskId?.split('~')[0], named].find(isRound);
  return {
    ...(roundId !== undefined && { roundId }),
    ...(applicationId !== undefined && { applicationId }),
    ...(taskId !== undefined && { taskId }),
    ...(disbursementId !== undefined && { disbursementId }),
  };
}

const isApplication = (text: string): boolean => ApplicationId.safeParse(text).success;
const isRound = (text: unknown): text is string => RoundId.safeParse(text).success;
