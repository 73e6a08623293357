/**
 * Keeps what cannot change (it is named by its content, or written once) for the life of a process: the least recently
 * used go first. What was not there is asked for again.
 */
export class Kept<T> {
  readonly #values = new Map<string, T>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  async get<N extends T | null>(key: string, load: () => Promise<N>): Promise<T | N> {
    const known = this.#values.get(key);
    if (known !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, known);
      return known;
    }
    const loaded = await load();
    if (loaded !== null) this.#keep(key, loaded);
    return loaded;
  }

  #keep(key: string, value: T): void {
    this.#values.set(key, value);
    const oldest = this.#values.keys().next();
    if (this.#values.size > this.#limit && oldest.done !== true) this.#values.delete(oldest.value);
  }
}
