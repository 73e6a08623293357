import { type Environment, type Handler, perform } from './invocation.ts';
import type { WorkerSettings } from './protocol.ts';
import { DatabaseTap } from './tap.ts';
import type { Ears, FunctionWorker } from './worker.ts';

/** Gives the handler of a function that runs in this process. Called once for each; its environment is `process.env`. */
export type LoadHandler = (functionName: string, environment: Record<string, string>) => Promise<Handler>;

/**
 * An environment of a function in this very process, without a thread of its own: a fraction of a worker's cost, for
 * those who run very many rounds. Memory is not limited, a timeout does not end what loops without an await, and functions
 * share the modules they have in common.
 */
export function startInline(
  settings: Pick<WorkerSettings, 'functionName' | 'functionArn' | 'memoryMb' | 'database'>,
  handler: Promise<Handler>,
  { onDatabase, onFault }: Ears,
): FunctionWorker {
  const tap = new DatabaseTap(settings.database, onDatabase);
  let living = true;
  let running: Promise<unknown> = Promise.resolve();
  const invoke: FunctionWorker['invoke'] = async (request, timeoutMs) => {
    const environment: Environment = { ...settings, handler: await handler, tap, onFault };
    const { result, ended } = await perform(environment, { ...request, deadline: Date.now() + timeoutMs });
    if (ended) {
      living = false;
      onDatabase({ counts: {}, wrote: true, needed: [], calls: [] });
    }
    return result;
  };
  return {
    invoke: (request, timeoutMs) => {
      const answer = invoke(request, timeoutMs);
      running = answer.catch(() => undefined);
      return answer;
    },
    alive: () => living,
    // Whoever starts another cloud at the same addresses must not hear from this one any more.
    stop: async () => {
      living = false;
      await running;
    },
  };
}
