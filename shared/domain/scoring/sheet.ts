import type { Policy, SubItem } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import { sheetItems } from '../auto-scores.ts';

/** One expert's points: tenths of points by sub-item code. */
export type SheetItems = Readonly<Record<string, number>>;

/** A sub-item scored by formula, as recorded: exact rational points. */
export interface AutoPoints {
  code: string;
  points: string;
}

export interface SheetFault {
  /** Sub-item that is meant. */
  item: string;
  code: 'sheet.item-missing' | 'sheet.item-unknown' | 'sheet.not-a-number' | 'sheet.out-of-range' | 'sheet.off-step';
  message: string;
}

/**
 * 五(三): whether a score sheet is complete and within bounds; every fault at once. An item that a formula decided is
 * unknown to a sheet.
 */
export function checkSheet(
  policy: Policy,
  category: Category,
  autoItems: readonly AutoPoints[],
  items: SheetItems,
): SheetFault[] {
  const asked = sheetItems(policy, category, autoItems);
  const known = new Set(asked.map(({ code }) => code));
  const unknown = Object.keys(items).filter((code) => !known.has(code));
  return [
    ...asked.flatMap((item) => checkItem(policy, item, Object.hasOwn(items, item.code) ? items[item.code] : undefined)),
    ...unknown.map(
      (item): SheetFault => ({ item, code: 'sheet.item-unknown', message: `评分表中没有 ${item} 这一项` }),
    ),
  ];
}

function checkItem(policy: Policy, item: SubItem, tenths: number | undefined): SheetFault[] {
  const { stepTenths } = policy.panel.value;
  const code = faultOf(tenths, item.points * 10, stepTenths);
  if (code === null) return [];
  const message = {
    'sheet.item-missing': '尚未打分',
    'sheet.not-a-number': '的分值不是数字，或小数多于一位',
    'sheet.out-of-range': `应在 0 至 ${item.points} 分之间`,
    'sheet.off-step': `应以 ${stepTenths / 10} 分为单位`,
  }[code];
  return [{ item: item.code, code, message: `“${item.title}”${message}` }];
}

/** 五(三): why these points cannot stand for an item; null where they can. All in tenths of points. */
export function faultOf(
  tenths: number | undefined,
  most: number,
  step: number,
): Exclude<SheetFault['code'], 'sheet.item-unknown'> | null {
  if (tenths === undefined) return 'sheet.item-missing';
  if (!Number.isSafeInteger(tenths)) return 'sheet.not-a-number';
  if (tenths < 0 || tenths > most) return 'sheet.out-of-range';
  return tenths % step === 0 ? null : 'sheet.off-step';
}
