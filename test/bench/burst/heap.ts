/** What happens next, by time; of one moment, in the order in which it was planned. */
export class Agenda<T> {
  readonly #heap: { at: number; order: number; what: T }[] = [];
  #order = 0;

  plan(at: number, what: T): void {
    const heap = this.#heap;
    const entry = { at, order: this.#order++, what };
    let i = heap.push(entry) - 1;
    while (i > 0) {
      const up = (i - 1) >> 1;
      const parent = heap[up];
      if (parent === undefined || !before(entry, parent)) break;
      heap[i] = parent;
      i = up;
    }
    heap[i] = entry;
  }

  next(): { at: number; what: T } | undefined {
    const heap = this.#heap;
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined || heap.length === 0) return first;
    let i = 0;
    for (;;) {
      const [left, right] = [heap[2 * i + 1], heap[2 * i + 2]];
      const [child, at] =
        right !== undefined && left !== undefined && before(right, left) ? [right, 2 * i + 2] : [left, 2 * i + 1];
      if (child === undefined || !before(child, last)) break;
      heap[i] = child;
      i = at;
    }
    heap[i] = last;
    return first;
  }
}

const before = (a: { at: number; order: number }, b: { at: number; order: number }): boolean =>
  a.at < b.at || (a.at === b.at && a.order < b.order);

/** So many at once, and so many more each second. */
export class Bucket {
  readonly #size: number;
  #rate: number;
  #level: number;
  #at = 0;

  constructor(size: number, rate: number) {
    this.#size = size;
    this.#rate = rate;
    this.#level = size;
  }

  /** @returns whether there was as much; nothing is taken otherwise */
  take(at: number, amount = 1): boolean {
    this.#fill(at);
    if (this.#level < amount) return false;
    this.#level -= amount;
    return true;
  }

  /** Seconds until there will be as much, for somebody who waits in line: it is taken now. */
  wait(at: number, amount = 1): number {
    this.#fill(at);
    this.#level -= amount;
    return this.#level >= 0 ? 0 : -this.#level / this.#rate;
  }

  #fill(at: number): void {
    this.#level = Math.min(this.#size, this.#level + (at - this.#at) * this.#rate);
    this.#at = at;
  }
}
