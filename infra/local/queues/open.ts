/** The queues of a plan: opened, watched, and sent to by what is no request of anybody. */
import { createHash, randomUUID } from 'node:crypto';
import type { Metrics } from '../alarms/metrics.ts';
import type { Parts } from '../fronts.ts';
import type { Deliveries } from '../iam/deliveries.ts';
import { deadLetterQueues } from '../template/check.ts';
import { nameOfArn } from '../template/names.ts';
import type { Plan } from '../template/plan.ts';
import { Queue } from './queue.ts';
import { createQueueRows } from './rows.ts';

/**
 * @param unattended names of queues that nobody takes from now: what waits there is not under way. Dead-letter queues never are.
 */
export function openQueues(
  plan: Plan,
  { state, activity, weather, clock }: Parts,
  unattended: ReadonlySet<string>,
): Map<string, Queue> {
  const rows = createQueueRows(state);
  const queues = new Map<string, Queue>();
  for (const queuePlan of plan.queues) {
    const deadLetter = (): Queue | undefined => queues.get(nameOfArn(queuePlan.redrive?.deadLetterArn ?? ''));
    queues.set(queuePlan.name, new Queue(queuePlan, rows, deadLetter, { weather, domainNow: clock.now }));
  }
  const parked = deadLetterQueues(plan);
  for (const [name, queue] of queues) {
    queue.releaseAll();
    if (parked.has(name)) continue;
    activity.probe(() => {
      if (queue.isEmpty() || unattended.has(name)) return undefined;
      const { visible, inFlight, delayed } = queue.counts();
      return `queue ${name}: ${visible} waiting, ${inFlight} in flight, ${delayed} delayed`;
    });
  }
  return queues;
}

/** What CloudWatch knows of queues, looked at when somebody asks. */
export function watchQueues(queues: ReadonlyMap<string, Queue>, { watch }: Metrics): void {
  for (const [QueueName, queue] of queues) {
    const own = { namespace: 'AWS/SQS', dimensions: { QueueName } };
    watch({ ...own, name: 'ApproximateNumberOfMessagesVisible' }, () => queue.counts().visible);
    watch({ ...own, name: 'ApproximateAgeOfOldestMessage' }, () => queue.oldestSeconds());
  }
}

/** How many messages stand in dead-letter queues. */
export function parkedIn(plan: Plan, queues: ReadonlyMap<string, Queue>): number {
  const counts = [...deadLetterQueues(plan)].map((name) => queues.get(name)?.counts().visible ?? 0);
  return counts.reduce((sum, count) => sum + count, 0);
}

/** For what goes to a queue by itself: the queue's content decides about duplicates. */
export function sender(queues: ReadonlyMap<string, Queue>, deliveries: Deliveries) {
  return (queueArn: string, body: string, functionName: string): void => {
    if (deliveries.ofFailure(functionName, queueArn) !== undefined) return;
    const queue = queues.get(nameOfArn(queueArn));
    const dedupId = createHash('sha256').update(body).digest('hex');
    queue?.send({ body, ...(queue.plan.fifo && { groupId: randomUUID(), dedupId }) });
  };
}
