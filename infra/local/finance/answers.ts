import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DisbursementSettled } from '../../../shared/schemas/events.ts';

/** The bus did not take these answers, also not when asked again. They are written down and go with the next settling. */
export class AnswersRefused extends Error {
  override name = 'AnswersRefused';
  readonly disbursementIds: readonly string[];
  constructor(disbursementIds: readonly string[], why: string) {
    super(`the bus refused ${disbursementIds.length} settlement events: ${why}`);
    this.disbursementIds = disbursementIds;
  }
}

/** As many as one PutEvents takes. */
const BATCH = 10;
const TRIES = 3;

/**
 * Puts settlements on the bus. PutEvents answers 200 also when entries failed, so each entry is looked at: only what has
 * an event id counts as sent, the rest is tried again.
 */
export function settlementSender(events: EventBridgeClient, busName: string) {
  const put = async (batch: DisbursementSettled[]): Promise<{ sent: Set<string>; why: string }> => {
    const Entries = batch.map((detail) => ({
      EventBusName: busName,
      Source: 'finance',
      DetailType: 'DisbursementSettled',
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount, Entries: results = [] } = await events.send(new PutEventsCommand({ Entries }));
    const took = (i: number) => FailedEntryCount === 0 || results[i]?.EventId !== undefined;
    const sent = batch.filter((_, i) => took(i)).map((detail) => detail.disbursementId);
    const refused = results.find((result) => result.ErrorCode !== undefined);
    return { sent: new Set(sent), why: `${refused?.ErrorCode ?? 'no event id'} ${refused?.ErrorMessage ?? ''}`.trim() };
  };

  /** Sends all and tells of each that was taken. @throws AnswersRefused after the others are sent. */
  return async (details: DisbursementSettled[], taken: (disbursementId: string) => void): Promise<number> => {
    let open = details;
    let why = '';
    for (let attempt = 0; attempt < TRIES && open.length > 0; attempt += 1) {
      const left: DisbursementSettled[] = [];
      for (let i = 0; i < open.length; i += BATCH) {
        const batch = open.slice(i, i + BATCH);
        const result = await put(batch);
        for (const id of result.sent) taken(id);
        left.push(...batch.filter((detail) => !result.sent.has(detail.disbursementId)));
        if (result.sent.size < batch.length) why = result.why;
      }
      open = left;
    }
    if (open.length > 0)
      throw new AnswersRefused(
        open.map((detail) => detail.disbursementId),
        why,
      );
    return details.length;
  };
}
