import type * as z from 'zod';
import { VALUE_TITLES } from '../schemas/titles.ts';

/** What is wrong with a field and how to mend it: ends of sentences that begin with the field's title. */
export interface Explained {
  message: string;
  mend: string;
  messageEn: string;
  mendEn: string;
}

const UNITS: Record<string, [string, string]> = { string: ['字', 'characters'], array: ['项', 'items'] };
const EXPECTED: Record<string, [string, string]> = {
  string: ['文本', 'a text'],
  number: ['数字', 'a number'],
  int: ['整数', 'a whole number'],
  boolean: ['是或否', 'yes or no'],
  array: ['列表', 'a list'],
  object: ['对象', 'an object'],
};

const said = (message: string, mend: string, messageEn: string, mendEn: string): Explained => ({
  message,
  mend,
  messageEn,
  mendEn,
});

/** Codes in the words of the forms, where there are any. */
const choice = (value: unknown): string => {
  const title = VALUE_TITLES[String(value)];
  return title === undefined ? String(value) : `${title}（${String(value)}）`;
};

function size(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): Explained {
  const [unit, unitEn] = UNITS[issue.origin] ?? [];
  if (issue.code === 'too_small') {
    const least = String(issue.minimum);
    if (unit === undefined) return said('数值太小', `请填写不小于 ${least} 的数`, 'is too small', `At least ${least}`);
    return said(
      '没有填写或太短',
      `请至少填写 ${least} ${unit}`,
      'is missing or too short',
      `At least ${least} ${unitEn}`,
    );
  }
  const most = String(issue.maximum);
  if (unit === undefined) return said('数值太大', `请填写不大于 ${most} 的数`, 'is too large', `At most ${most}`);
  return said('超过上限', `请控制在 ${most} ${unit}以内`, 'is too long', `At most ${most} ${unitEn}`);
}

/** A fault of a field in both languages. Values are never repeated: they may be personal. */
export function explain(issue: z.core.$ZodIssue, value: unknown, description: string | undefined): Explained {
  switch (issue.code) {
    case 'invalid_type': {
      if (value === undefined) return said('没有填写', '请填写该项', 'is missing', 'Fill it in');
      const [kind, kindEn] = EXPECTED[issue.expected] ?? ['正确类型的值', 'a value of the right type'];
      return said('类型不对', `请填写${kind}`, 'has the wrong type', `Give ${kindEn}`);
    }
    case 'too_small':
    case 'too_big':
      return size(issue);
    case 'invalid_value': {
      const values = issue.values.map(String).join(', ');
      return said(
        '不是允许的值',
        `请填写以下之一：${issue.values.map(choice).join('、')}`,
        'is not an allowed value',
        `Give one of ${values}`,
      );
    }
    case 'unrecognized_keys': {
      const keys = issue.keys.map((key) => key.slice(0, 40));
      return said(
        '含有格式中没有的字段',
        `请删去：${keys.join('、')}`,
        'has fields that the format does not have',
        `Remove ${keys.join(', ')}`,
      );
    }
    case 'invalid_format':
      if (issue.format === 'date')
        return said('格式不对', '请填写存在的日期，格式为 2025-01-31', 'is not a date', 'Give a date, as 2025-01-31');
      // The description and not the example: the one of a telephone would look like somebody's.
      return said(
        '格式不对',
        `请填写${description ?? '填报说明所写的内容'}`,
        'has the wrong form',
        'Follow its description',
      );
    default:
      return said('不符合格式要求', '请按填报说明填写', 'does not fit the format', 'Follow the description');
  }
}
