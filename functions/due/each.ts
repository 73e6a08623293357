import { logger } from '../../shared/runtime/handler.ts';

export interface Count {
  done: number;
  failed: number;
}

const AT_ONCE = 20;

/** Does it for each, a few at once; one that fails holds no other back. @param act says whether it did anything */
export async function each<T>(all: T[], idOf: (one: T) => unknown, act: (one: T) => Promise<boolean>): Promise<Count> {
  const count = { done: 0, failed: 0 };
  for (let i = 0; i < all.length; i += AT_ONCE) {
    await Promise.all(
      all.slice(i, i + AT_ONCE).map(async (one) => {
        try {
          if (await act(one)) count.done += 1;
        } catch (error) {
          count.failed += 1;
          logger.error('not done', { id: idOf(one), error: error instanceof Error ? error.name : 'unknown' });
        }
      }),
    );
  }
  return count;
}
