import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { openPlace } from '../../../infra/cli/place.ts';
import { redrive } from '../../../infra/cli/redrive.ts';

/** Whoever looks after the system: puts dead letters back, as `awards redrive` does. */
export interface Attendant {
  /** True if there was something to do. */
  tend(): Promise<boolean>;
  /** Letters that were put back so far. */
  putBack(): number;
  close(): void;
}

/** @param outputs file with the system's addresses and outputs */
export function openAttendant(outputs: string): Attendant {
  const place = openPlace(outputs, {});
  const urls = (place.outputs['DlqUrls'] ?? '').split(',');
  let letters = 0;
  const waiting = async (): Promise<number> => {
    const counts = await Promise.all(
      urls.map(async (QueueUrl) => {
        const { Attributes } = await place.sqs.send(
          new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
        );
        return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  };
  return {
    tend: async () => {
      const found = await waiting();
      if (found === 0) return false;
      letters += found;
      await redrive(place, {});
      return true;
    },
    putBack: () => letters,
    close: place.close,
  };
}
