/** `processor`: of all threads of the process, so that it does not grow with what else the machine does. Seconds. */
export interface Took {
  seconds: number;
  processor: number;
}

/** Does it and says how long it took. */
export function timed<T>(work: () => T): [T, Took] {
  // What was made before leaves something to be collected that is not this work's.
  globalThis.gc?.();
  const [started, before] = [performance.now(), process.cpuUsage()];
  const done = work();
  const { user, system } = process.cpuUsage(before);
  return [done, { seconds: (performance.now() - started) / 1000, processor: (user + system) / 1e6 }];
}
