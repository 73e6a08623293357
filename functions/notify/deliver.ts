import { nowUtc } from '../../shared/clock.ts';
import { countMetric, logger } from '../../shared/runtime/handler.ts';
import type { TaskRecord, UndeliveredRecord } from '../../shared/schemas/records.ts';
import { putUndelivered } from '../../shared/store/undelivered.ts';
import { NotSent, Refused } from './channels/channel.ts';
import type { NotifyDeps } from './deps.ts';

/** What a message is about, and whom it was to reach: ids only. */
export interface Delivery {
  roundId: string;
  /** Of the task, or of the application. */
  about: string;
  kind: UndeliveredRecord['kind'];
  person: TaskRecord['assignee'];
}

/**
 * Sends it. Where the other side will never take it, that is written down for the bureau to see, and it is done with: no
 * retry would help, and others must not wait behind it.
 * @param once where it cannot be tried again later: then a failure that might pass is written down as well
 * @returns false when it was not delivered
 * @throws what may be tried again
 */
export async function deliver(
  { table }: NotifyDeps,
  delivery: Delivery,
  send: () => Promise<void>,
  once = false,
): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (error) {
    if (!(error instanceof Refused || (once && error instanceof NotSent))) throw error;
    const { channel } = error;
    const code = error instanceof Refused ? error.code : 'not-sent';
    await putUndelivered(table, { entity: 'Undelivered', ...delivery, channel, code, at: nowUtc() });
    countMetric('Undelivered');
    logger.error('not delivered', { about: delivery.about, channel, code });
    return false;
  }
}
