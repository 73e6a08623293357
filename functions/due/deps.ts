import type { Deps } from '../../shared/deps.ts';
import type { QueueSender } from '../../shared/store/queue-sender.ts';

export interface DueDeps extends Deps {
  mails: Pick<QueueSender, 'send'>;
  /** Whether a run must end; what it did not come to still stands in the index for the next. By the real clock where nobody else says. */
  timeIsUp?: () => boolean;
}
