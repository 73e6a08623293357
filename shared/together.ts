interface Waiting<T> {
  item: T;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/**
 * Does together what is asked for in the same turn of the event loop, in its order and up to `most` at a time: a request costs as
 * much for one as for ten. Each asker has its own outcome.
 * @param perform answers for each what went wrong, null where nothing did; what it throws went wrong for all
 */
export function together<T>(
  most: number,
  perform: (items: T[]) => Promise<(Error | null)[]>,
): (item: T) => Promise<void> {
  let waiting: Waiting<T>[] = [];
  const performOne = async (batch: Waiting<T>[]): Promise<void> => {
    try {
      const outcomes = await perform(batch.map(({ item }) => item));
      for (const [i, { resolve, reject }] of batch.entries()) {
        const wrong = outcomes[i] ?? null;
        if (wrong === null) resolve();
        else reject(wrong);
      }
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  };
  const performAll = (): void => {
    const all = waiting;
    waiting = [];
    for (let i = 0; i < all.length; i += most) void performOne(all.slice(i, i + most));
  };
  return (item) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(performAll);
      waiting.push({ item, resolve, reject });
    });
}
