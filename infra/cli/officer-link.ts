import { nowMs } from '../../shared/clock.ts';
import { beijing } from '../../shared/http/time.ts';
import { issueLink } from '../../shared/links.ts';
import { registerOfficer } from '../../shared/registers/officer.ts';
import type { LinkRecord } from '../../shared/schemas/records.ts';
import { registerRow } from '../../shared/store/registers.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import { CliError } from './errors.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

const DAY_MS = 86_400_000;

/** A link to the registers' page for an officer of the bureau. @throws CliError register.no-officer, cli.outputs-unreadable */
export const linkToRegisters = (place: Place, values: Values<'registers link'>): Promise<Said> =>
  linkFor(place, values, { kind: 'registers' });

/** A link to the console of a round for an officer of the bureau. @throws CliError register.no-officer, cli.outputs-unreadable */
export const linkToConsole = (place: Place, values: Values<'console link'>): Promise<Said> =>
  linkFor(place, values, { kind: 'console', roundId: values.round });

/**
 * A link to the worklist of somebody in the round's registers: an officer or an expert.
 * @throws CliError register.no-person, cli.outputs-unreadable
 */
export async function linkToWork(place: Place, { person, round, days }: Values<'work link'>): Promise<Said> {
  const { registers } = await loadRound(place.table, round);
  const [officer, expert] = await Promise.all([
    registerRow(place.table, 'staff', registers.staff, person),
    registerRow(place.table, 'experts', registers.experts, person),
  ]);
  const role = officer?.role ?? (expert === null ? null : ('expert' as const));
  if (role === null)
    throw new CliError('register.no-person', `批次 ${round} 的工作人员台账和专家库中没有编号为 ${person} 的人员。`);
  return issued(place, { roundId: round, opens: { kind: 'work', roundId: round, role }, assigneeId: person }, days);
}

async function linkFor(
  place: Place,
  { staff, round, days }: { staff: string; round?: string | undefined; days: number },
  opens: LinkRecord['opens'],
): Promise<Said> {
  if ((await registerOfficer(place.table, staff, round)) === null) {
    const where = round === undefined ? '现行的工作人员台账' : `批次 ${round} 的工作人员台账`;
    throw new CliError('register.no-officer', `${where}中没有编号为 ${staff} 的市级主管部门人员。`);
  }
  return issued(place, { ...(round === undefined ? {} : { roundId: round }), opens, assigneeId: staff }, days);
}

/** The token is shown this once: the table keeps its hash only. Whoever has the link acts as the person until it ends. */
async function issued(
  { table, outputs }: Place,
  link: Pick<LinkRecord, 'roundId' | 'opens' | 'assigneeId'>,
  days: number,
): Promise<Said> {
  const url = outputs['ApiUrl'];
  if (url === undefined) throw new CliError('cli.outputs-unreadable', '系统位置中没有 ApiUrl，不知道页面的地址。');
  const validUntil = new Date(nowMs() + days * DAY_MS).toISOString();
  const token = await issueLink(table, { ...link, validUntil });
  const text = `${url.replace(/\/$/, '')}/l/${token}\n有效期至${beijing(validUntil)}。链接只显示这一次，请直接交给本人。\n`;
  return { text, good: true };
}
