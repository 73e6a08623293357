import { type Ended, endLink, endPerson } from '../../shared/access/end.ts';
import { readText } from './files.ts';
import type { Values } from './parse.ts';
import type { Place } from './place.ts';
import type { Said } from './round.ts';

const SAYS: Record<Ended['status'], string> = {
  ended: '已停用，已打开的会话同时结束。重新发送链接后方可继续办理。',
  already: '此前已经停用，没有改动。',
  unknown: 'sessions.unknown: 本批次没有这个编号的人员、申报或异议，或没有这个链接。',
};

/** Ends all links of one person in a round, or one link that stands in a file, with every session they opened. On record. */
export async function endAccess(place: Place, values: Values<'sessions end'>): Promise<Said> {
  const { round: roundId, person, 'link-file': file, by, reason } = values;
  const order = { roundId, by, reason };
  const ended =
    person !== undefined
      ? await endPerson(place.table, person, order)
      : await endLink(place.table, readText(file ?? ''), order);
  return { text: `${SAYS[ended.status]}\n`, good: ended.status !== 'unknown' };
}
