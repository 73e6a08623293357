import { nowMs } from '../../shared/clock.ts';
import { beijing } from '../../shared/http/time.ts';
import { issueLink } from '../../shared/links.ts';
import { registerOfficer } from '../../shared/registers/officer.ts';
import type { LinkRecord } from '../../shared/schemas/records.ts';
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

/** The token is shown this once: the table keeps its hash only. Whoever has the link acts as the officer until it ends. */
async function linkFor(
  place: Place,
  { staff, round, days }: { staff: string; round?: string | undefined; days: number },
  opens: LinkRecord['opens'],
): Promise<Said> {
  const url = place.outputs['ApiUrl'];
  if (url === undefined) throw new CliError('cli.outputs-unreadable', '系统位置中没有 ApiUrl，不知道页面的地址。');
  if ((await registerOfficer(place.table, staff, round)) === null) {
    const where = round === undefined ? '现行的工作人员台账' : `批次 ${round} 的工作人员台账`;
    throw new CliError('register.no-officer', `${where}中没有编号为 ${staff} 的市级主管部门人员。`);
  }
  const validUntil = new Date(nowMs() + days * DAY_MS).toISOString();
  const token = await issueLink(place.table, {
    ...(round === undefined ? {} : { roundId: round }),
    opens,
    assigneeId: staff,
    validUntil,
  });
  const text = `${url.replace(/\/$/, '')}/l/${token}\n有效期至${beijing(validUntil)}。链接只显示这一次，请直接交给本人。\n`;
  return { text, good: true };
}
