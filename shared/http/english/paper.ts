/** What stands only on paper: above and below what was decided. */
export const PAPER = {
  制表时间: 'Made at',
  评选编号: 'Round id',
} as const satisfies Record<string, string>;
