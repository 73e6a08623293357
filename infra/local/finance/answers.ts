import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { DisbursementSettled, RecoverySettled } from '../../../shared/schemas/events.ts';

/** An answer by its number in the office's books: of an instruction its id, of a part that came back the recovery's and the part's. */
export type Answer =
  | { id: string; detailType: 'DisbursementSettled'; detail: DisbursementSettled }
  | { id: string; detailType: 'RecoverySettled'; detail: RecoverySettled };

/** The bus did not take these answers, also not when asked again. They are written down and go with the next settling. */
export class AnswersRefused extends Error {
  override name = 'AnswersRefused';
  readonly ids: readonly string[];
  constructor(ids: readonly string[], why: string) {
    super(`the bus refused ${ids.length} settlement events: ${why}`);
    this.ids = ids;
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
  const put = async (batch: Answer[]): Promise<{ sent: Set<string>; why: string }> => {
    const Entries = batch.map(({ detailType, detail }) => ({
      EventBusName: busName,
      Source: 'finance',
      DetailType: detailType,
      Detail: JSON.stringify(detail),
    }));
    const { FailedEntryCount, Entries: results = [] } = await events.send(new PutEventsCommand({ Entries }));
    const took = (i: number) => FailedEntryCount === 0 || results[i]?.EventId !== undefined;
    const sent = batch.filter((_, i) => took(i)).map(({ id }) => id);
    const refused = results.find((result) => result.ErrorCode !== undefined);
    return { sent: new Set(sent), why: `${refused?.ErrorCode ?? 'no event id'} ${refused?.ErrorMessage ?? ''}`.trim() };
  };

  /** Sends all and tells of each that was taken. @throws AnswersRefused after the others are sent. */
  return async (answers: Answer[], taken: (answer: Answer) => void): Promise<number> => {
    let open = answers;
    let why = '';
    for (let attempt = 0; attempt < TRIES && open.length > 0; attempt += 1) {
      const left: Answer[] = [];
      for (let i = 0; i < open.length; i += BATCH) {
        const batch = open.slice(i, i + BATCH);
        const result = await put(batch);
        for (const answer of batch) if (result.sent.has(answer.id)) taken(answer);
        left.push(...batch.filter(({ id }) => !result.sent.has(id)));
        if (result.sent.size < batch.length) why = result.why;
      }
      open = left;
    }
    if (open.length > 0)
      throw new AnswersRefused(
        open.map(({ id }) => id),
        why,
      );
    return answers.length;
  };
}
