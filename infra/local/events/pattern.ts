/** EventBridge event patterns, which Lambda's event filters share. */

type Matcher = (value: unknown, present: boolean) => boolean;

const OPERATORS: Record<string, (argument: unknown) => Matcher> = {
  prefix: (argument) => textMatcher(argument, (text, given) => text.startsWith(given)),
  suffix: (argument) => textMatcher(argument, (text, given) => text.endsWith(given)),
  'equals-ignore-case': (argument) => {
    const given = textOf(argument).toLowerCase();
    return (value) => typeof value === 'string' && value.toLowerCase() === given;
  },
  wildcard: (argument) => {
    const parts = textOf(argument)
      .split('*')
      .map((part) => part.replaceAll('\\*', '*').replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(`^${parts.join('.*')}$`, 's');
    return (value) => typeof value === 'string' && pattern.test(value);
  },
  exists: (argument) => {
    if (typeof argument !== 'boolean') throw new Error('exists needs true or false');
    return (_value, present) => present === argument;
  },
  numeric: numericMatcher,
  'anything-but': anythingBut,
};

const COMPARE: Record<string, (a: number, b: number) => boolean> = {
  '=': (a, b) => a === b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
};

export type Match = (event: unknown) => boolean;

/** What is wrong with a pattern: every part that is not known. */
export function checkPattern(pattern: Record<string, unknown>): string[] {
  const faults: string[] = [];
  build(pattern, '', faults);
  return faults;
}

/**
 * Makes a pattern into a function that says whether an event matches.
 * @throws Error when the pattern has parts that are not known.
 */
export function compilePattern(pattern: Record<string, unknown>): Match {
  const faults: string[] = [];
  const match = build(pattern, '', faults);
  if (faults.length > 0) throw new Error(faults.join('; '));
  return (event) => match(event);
}

function build(pattern: Record<string, unknown>, path: string, faults: string[]): Match {
  const parts = Object.entries(pattern).map(([key, value]): Match => {
    const at = path === '' ? key : `${path}.${key}`;
    if (key === '$or') {
      if (!Array.isArray(value)) return fault(faults, `${at} is not a list`);
      const branches = value.map((branch, index) => build(branch, `${at}[${index}]`, faults));
      return (event) => branches.some((branch) => branch(event));
    }
    if (Array.isArray(value)) return leaf(key, value, at, faults);
    if (typeof value !== 'object' || value === null) return fault(faults, `${at} is neither a list nor an object`);
    const inner = build(value as Record<string, unknown>, at, faults);
    return (event) => candidates(event, key).some(inner);
  });
  return (event) => parts.every((part) => part(event));
}

function leaf(key: string, values: unknown[], path: string, faults: string[]): Match {
  const matchers = values.map((value) => {
    try {
      return matcher(value);
    } catch (error) {
      faults.push(`${path}: ${error instanceof Error ? error.message : String(error)}`);
      return () => false;
    }
  });
  return (event) => {
    const found = candidates(event, key);
    // `exists` looks at leaves only: an object under the key does not count as a value.
    const leaves = found.filter((value) => value !== undefined && (typeof value !== 'object' || value === null));
    if (leaves.length === 0) return matchers.some((matches) => matches(undefined, false));
    return leaves.some((value) => matchers.some((matches) => matches(value, true)));
  };
}

/** The values under a key; a list stands for each of its elements. */
function candidates(event: unknown, key: string): unknown[] {
  if (typeof event !== 'object' || event === null || !Object.hasOwn(event, key)) return [undefined];
  const value = (event as Record<string, unknown>)[key];
  return Array.isArray(value) ? value.flat(8) : [value];
}

function matcher(value: unknown): Matcher {
  if (typeof value !== 'object' || value === null) return (candidate, present) => present && candidate === value;
  const entries = Object.entries(value);
  const [name, argument] = entries[0] ?? ['', undefined];
  const operator = OPERATORS[name];
  if (operator === undefined || entries.length !== 1)
    throw new Error(`the operator ${JSON.stringify(value)} is not known`);
  return operator(argument);
}

function anythingBut(argument: unknown): Matcher {
  const inner =
    typeof argument === 'object' && argument !== null && !Array.isArray(argument)
      ? anythingButOperator(argument as Record<string, unknown>)
      : [argument].flat().map(matcher);
  return (value, present) => present && !inner.some((matches) => matches(value, true));
}

function anythingButOperator(argument: Record<string, unknown>): Matcher[] {
  return Object.entries(argument).flatMap(([name, values]) =>
    [values].flat().map((value) => matcher({ [name]: value })),
  );
}

function numericMatcher(argument: unknown): Matcher {
  if (!Array.isArray(argument) || argument.length === 0 || argument.length % 2 !== 0) {
    throw new Error('numeric needs pairs of operator and number');
  }
  const tests = Array.from({ length: argument.length / 2 }, (_, index) => {
    const compare = COMPARE[String(argument[index * 2])];
    const bound = argument[index * 2 + 1];
    if (compare === undefined || typeof bound !== 'number')
      throw new Error(`numeric ${JSON.stringify(argument)} is not known`);
    return (value: number) => compare(value, bound);
  });
  return (value) => typeof value === 'number' && tests.every((test) => test(value));
}

function textMatcher(argument: unknown, test: (text: string, given: string) => boolean): Matcher {
  if (typeof argument === 'object' && argument !== null && 'equals-ignore-case' in argument) {
    const given = textOf(argument['equals-ignore-case']).toLowerCase();
    return (value) => typeof value === 'string' && test(value.toLowerCase(), given);
  }
  const given = textOf(argument);
  return (value) => typeof value === 'string' && test(value, given);
}

function textOf(argument: unknown): string {
  if (typeof argument !== 'string') throw new Error(`a text was expected, not ${JSON.stringify(argument)}`);
  return argument;
}

function fault(faults: string[], line: string): Match {
  faults.push(line);
  return () => false;
}
