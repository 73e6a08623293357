import { recompute } from '../../export/recompute.ts';
import type { Check } from '../check.ts';

/** 5. Any figure can be recomputed. */
export const recomputed: Check[] = [
  {
    name: 'figures-recompute',
    says: '由导出的记录重算的得分、名次、期限、金额与收支均与记录一致',
    saysEn: 'scores, ranks, periods, amounts and sums computed anew from the export are the recorded ones',
    find: (exported) => recompute(exported).differences,
  },
];
