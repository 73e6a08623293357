export type Item = Record<string, unknown>;

export interface Migration {
  entity: string;
  /** The version of the entity's shape that it leads to, see `shared/schemas/shapes.json`. */
  to: number;
  /**
   * What an older record lacks; null of one that lacks nothing. Pure. Nothing that is there is changed or taken away: until the
   * deployment is over, and after a way back, the older version reads the record, too.
   */
  missing(record: Item): Item | null;
}
