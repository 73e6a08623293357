import type { Problem } from '../../schemas/findings.ts';

const keyOf = (path: readonly PropertyKey[]): string => path.map(String).join('/');

type Item = Record<string, unknown>;

/** What a form says, put together as `application.json` has it, with the place that each answer came from. */
export class Answers {
  readonly fields: Item = {};
  readonly problems: Problem[] = [];
  readonly date1904: boolean;
  #places = new Map<string, string>();
  #told = new Set<string>();

  constructor(date1904: boolean) {
    this.date1904 = date1904;
  }

  /** Paths are those of the format and of positions in lists that were made before: no name comes from a file. */
  set(path: readonly PropertyKey[], value: unknown): void {
    let at = this.fields;
    for (const part of path.slice(0, -1)) {
      at[String(part)] ??= {};
      at = at[String(part)] as Item;
    }
    at[String(path.at(-1))] = value;
  }

  place(path: readonly PropertyKey[], where: string): void {
    this.#places.set(keyOf(path), where);
  }

  /** Says why there is no answer; the format has nothing more to say about it then. */
  missing(path: readonly PropertyKey[], problem: Problem): void {
    this.problems.push(problem);
    this.#told.add(keyOf(path));
  }

  /** The cell of an answer, or of the nearest thing around it that has a place. */
  placeOf(path: readonly PropertyKey[]): string {
    for (let length = path.length; length > 0; length--) {
      const where = this.#places.get(keyOf(path.slice(0, length)));
      if (where !== undefined) return where;
    }
    return '申报书.xlsx';
  }

  /** Whether something was said already about this, or about what contains it. */
  isTold(path: readonly PropertyKey[]): boolean {
    return path.some((_, i) => this.#told.has(keyOf(path.slice(0, i + 1)))) || this.#told.has('');
  }
}
