import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { LocalCloud } from '../cloud.ts';
import { LOCAL_CREDENTIALS } from '../environment.ts';
import { type FinanceOffice, type FinanceOptions, startFinanceOffice } from '../finance/office.ts';
import { outputOf } from './outputs.ts';

export interface OpenOffice extends Pick<FinanceOffice, 'received' | 'settleAll'> {
  /** @throws what went wrong while it was listening, if anything did */
  check(): void;
  stop(): Promise<void>;
}

/**
 * The finance office beside a local cloud. It takes instructions off its queue all the time: as long as one lies there,
 * something is in flight. It pays when it is told to.
 */
export function openOffice(
  site: Pick<LocalCloud, 'endpoints' | 'environment' | 'outputs'>,
  options: Pick<FinanceOptions, 'dbPath' | 'now' | 'outcome'>,
): OpenOffice {
  const common = { region: site.environment['AWS_REGION'] ?? '', credentials: LOCAL_CREDENTIALS };
  const sqs = new SQSClient({ ...common, endpoint: site.endpoints.sqs });
  const events = new EventBridgeClient({ ...common, endpoint: site.endpoints.eventbridge });
  const office = startFinanceOffice({
    ...options,
    queueUrl: outputOf(site, 'FinanceQueueUrl'),
    deadLetterUrl: outputOf(site, 'FinanceDeadLetterUrl'),
    busName: outputOf(site, 'BusName'),
    sqs,
    events,
  });
  let stopped = false;
  let failure: unknown;
  const listen = async () => {
    while (!stopped) await office.poll();
  };
  const listening = listen().catch((error: unknown) => {
    // Stopping breaks off the request that waits for a message.
    if (!stopped) failure = error;
  });
  return {
    received: office.received,
    settleAll: office.settleAll,
    check: () => {
      if (failure !== undefined) throw failure;
    },
    stop: async () => {
      stopped = true;
      await office.stop();
      await listening;
      sqs.destroy();
      events.destroy();
    },
  };
}
