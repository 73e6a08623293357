import { nowUtc } from '../../shared/clock.ts';
import { readBounce } from '../../shared/mail/bounce.ts';
import { loadRound } from '../../shared/store/rounds.ts';
import { putUndelivered, undeliveredPage } from '../../shared/store/undelivered.ts';
import { CliError } from './errors.ts';
import { readText } from './files.ts';
import type { Place } from './place.ts';
import { table } from './print.ts';
import type { Said } from './round.ts';

const WHY = {
  'no-report': '不是退信报告（RFC 3464）：没有 Action 和 Status。',
  'not-final': '只是延迟或成功的通知，不是最终的退信，没有记录。',
  'not-ours': '退信中没有本系统邮件的标识（X-Awards-…），不知道是哪一封。',
};

/** Records that a letter came back. The same bounce twice is one. @throws CliError mail.*, cli.file-missing; NotFound */
export async function recordBounce({ table: records }: Place, file: string): Promise<Said> {
  const read = readBounce(readText(file));
  if (!read.ok) throw new CliError(`mail.bounce-${read.why}`, WHY[read.why]);
  const { bounce } = read;
  await loadRound(records, bounce.roundId);
  await putUndelivered(records, { entity: 'Undelivered', ...bounce, channel: 'mail', at: nowUtc() });
  return { text: `已记录：${bounce.kind} ${bounce.about} 未送达（${bounce.code}）。\n`, good: true };
}

/** Who could not be reached: ids and codes; the console has the names. @throws NotFound */
export async function listUndelivered({ table: records }: Place, roundId: string): Promise<Said> {
  await loadRound(records, roundId);
  const rows: string[][] = [];
  let after: string | undefined;
  do {
    const page = await undeliveredPage(records, roundId, after, 100);
    for (const { at, person, channel, kind, about, code } of page.items)
      rows.push([at, person.role, person.id, channel, kind, about, code]);
    after = page.next;
  } while (after !== undefined);
  if (rows.length === 0) return { text: '没有未能送达的通知。\n', good: true };
  return { text: table(['时间', '身份', '收件人', '方式', '通知', '编号', '答复'], rows), good: false };
}
