/** Lets functions of this thread see the domain clock: shared/clock.ts looks for it. Date and timers stay the machine's. */
export function installClock(clock: SharedArrayBuffer): void {
  const cells = new Float64Array(clock);
  Object.defineProperty(globalThis, Symbol.for('awards.clock'), {
    configurable: true,
    writable: true,
    value: () => (cells[0] === 1 ? cells[1] : Date.now() + (cells[1] ?? 0)),
  });
}
