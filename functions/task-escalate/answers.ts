import { nowMs } from '../../shared/clock.ts';

/** What the execution does next: wait again until `deadline`, or go on with a decision. */
export type Escalated = { decision: string; deadline?: string; waitId?: string };

const DAY_MS = 86_400_000;
export const inDays = (days: number): string => new Date(nowMs() + days * DAY_MS).toISOString();
/** Long enough for a callback that is on its way: an execution that asked every second would use up its history. */
export const soon = (): string => new Date(nowMs() + 5 * 60_000).toISOString();
export const waitUntil = (deadline: string): Escalated => ({ decision: 'wait', deadline });
