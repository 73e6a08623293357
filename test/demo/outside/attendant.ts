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

/**
 * @param outputs file with the system's addresses and outputs
 * @param waiting how many letters there are now
 */
export function openAttendant(outputs: string, waiting: () => number): Attendant {
  const place = openPlace(outputs, {});
  let letters = 0;
  return {
    tend: async () => {
      const found = waiting();
      if (found === 0) return false;
      letters += found;
      await redrive(place, {});
      return true;
    },
    putBack: () => letters,
    close: place.close,
  };
}
