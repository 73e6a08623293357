import type * as z from 'zod';

/** One thing that is wrong with a policy file: where (`categories.chain-case.indicators[0].points`), what, and a stable code. */
export interface Fault {
  path: string;
  code: string;
  message: string;
}

type Issue = z.core.$ZodIssue;

/** Path of a fault as people write it; `$` is the file as a whole. */
export function pathText(path: readonly PropertyKey[]): string {
  const text = path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`)).join('');
  return text === '' ? '$' : text.replace(/^\./, '');
}

/** The schema's issues as faults: one for each unknown field, and one for each place and kind. */
export function schemaFaults(issues: readonly Issue[]): Fault[] {
  const faults = issues.flatMap((issue) => {
    if (issue.code !== 'unrecognized_keys') return [schemaFault(issue)];
    return issue.keys.map((key) => ({
      path: pathText([...issue.path, key]),
      code: codeAt(issue.path, 'policy.field-unknown'),
      message: `不认识的字段 ${key}，请删除或改正拼写`,
    }));
  });
  return [...new Map(faults.map((fault) => [`${fault.path} ${fault.code}`, fault])).values()];
}

function schemaFault(issue: Exclude<Issue, { code: 'unrecognized_keys' }>): Fault {
  const [code, message] = missing(issue) ? ['policy.field-missing', '缺少此项'] : describe(issue);
  return { path: pathText(issue.path), code: codeAt(issue.path, code), message };
}

/** Whatever is wrong inside `params` is one kind of fault: the params do not fit the formula named beside them. */
const codeAt = (path: readonly PropertyKey[], code: string): string =>
  path.includes('params') ? 'item.params-misfit' : code;

function missing(issue: Issue): boolean {
  const { input } = issue;
  if (issue.code !== 'invalid_union') return input === undefined && issue.code !== 'custom';
  const key = issue.path.at(-1);
  return typeof input === 'object' && input !== null && typeof key === 'string' && !Object.hasOwn(input, key);
}

function describe(issue: Issue): [code: string, message: string] {
  switch (issue.code) {
    case 'invalid_type':
      return ['policy.field-type', `类型不对，应为${TYPES[issue.expected] ?? issue.expected}`];
    case 'too_small':
      if (issue.origin in MEASURES && issue.minimum === 1) return ['policy.field-range', '不能为空'];
      return ['policy.field-range', `${MEASURES[issue.origin] ?? ''}不得小于 ${issue.minimum}`];
    case 'too_big':
      return ['policy.field-range', `${MEASURES[issue.origin] ?? ''}不得大于 ${issue.maximum}`];
    case 'invalid_value':
      return ['policy.field-choice', `取值不对，只能是：${issue.values.join('、')}`];
    case 'invalid_union':
      return ['policy.field-choice', `取值不对，只能是：${optionsOf(issue).join('、')}`];
    default:
      return ['policy.field-format', '格式不对，写法见 shared/policy/README.md'];
  }
}

/** What a discriminator may be: zod's issues carry it, its types do not. */
const optionsOf = (issue: Issue): unknown[] =>
  'options' in issue && Array.isArray(issue.options) ? issue.options : [];

const TYPES: Record<string, string> = {
  object: '对象',
  record: '对象',
  array: '列表',
  string: '文字',
  int: '整数',
  number: '数字',
  boolean: 'true 或 false',
};
const MEASURES: Record<string, string> = { array: '项数', string: '长度' };

/** Faults for values that stand in a list twice. `at` gives the path of the nth. */
export function repeated(values: readonly string[], at: (index: number) => PropertyKey[], code: string): Fault[] {
  return values.flatMap((value, index) =>
    values.indexOf(value) === index ? [] : [{ path: pathText(at(index)), code, message: `${value} 重复出现` }],
  );
}

/** Whether each value is over (or, where `equalAllowed`, not under) the one before it. */
export const ascending = (values: readonly number[], equalAllowed = false): boolean =>
  values.every((value, i) => {
    const before = values[i - 1];
    return before === undefined || value > before || (equalAllowed && value === before);
  });
