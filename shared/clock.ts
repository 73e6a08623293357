/**
 * The domain clock: deadlines, event times and notice periods come from here and from nowhere else.
 * On AWS it is the real one. A local run may install its own under the symbol below, so that months pass in a minute,
 * while request signing and function timeouts keep real time.
 */
const injected = Symbol.for('awards.clock');

/** Domain time now, UTC milliseconds. */
export function nowMs(): number {
  const clock = (globalThis as Record<symbol, unknown>)[injected];
  return typeof clock === 'function' ? Number(clock()) : Date.now();
}

/** Domain time now as an ISO 8601 UTC instant with milliseconds. */
export function nowUtc(): string {
  return new Date(nowMs()).toISOString();
}
