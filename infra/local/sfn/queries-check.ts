/** Finds, before anything runs, JSONata that Step Functions would refuse or that could never give a value. */
import { isQuery, type Json } from './definition.ts';
import { compile, messageOf } from './query.ts';

/** The members of `$states` that a field may read. */
export type Member = 'input' | 'context' | 'result' | 'errorOutput';

/** @returns one message per fault in the template's expressions, with the place inside the field */
export function checkTemplate(template: Json, members: readonly Member[], field: string): string[] {
  if (isQuery(template)) return checkQuery(template, members).map((m) => `${field}: ${m}`);
  if (typeof template === 'string') {
    return template.includes('{%') ? [`${field}: {% … %} must be the whole string`] : [];
  }
  if (typeof template !== 'object' || template === null) return [];
  return Object.entries(template).flatMap(([key, value]) => checkTemplate(value, members, `${field}/${key}`));
}

function checkQuery(query: string, members: readonly Member[]): string[] {
  try {
    const found = new Set<string>();
    visit(compile(query).ast(), members, found);
    return [...found];
  } catch (error) {
    return [`no JSONata: ${messageOf(error)}`];
  }
}

function visit(node: unknown, members: readonly Member[], found: Set<string>): void {
  if (Array.isArray(node)) {
    for (const inner of node) visit(inner, members, found);
    return;
  }
  if (!isRecord(node)) return;
  if (node.type === 'variable' && node.value === 'eval') found.add('$eval is not available in Step Functions');
  if (isNewOperator(node)) found.add('?? and ?: are not in the JSONata 2.0.6 of Step Functions');
  if (node.type === 'path' && Array.isArray(node.steps)) checkPath(node.steps, members, found);
  for (const [key, inner] of Object.entries(node)) if (key !== 'type') visit(inner, members, found);
}

function checkPath(steps: unknown[], members: readonly Member[], found: Set<string>): void {
  const [first, second] = steps;
  if (!isRecord(first)) return;
  if (first.type === 'variable' && first.value === 'states' && isRecord(second) && second.type === 'name') {
    const member = String(second.value);
    if (!members.some((m) => m === member)) found.add(`$states.${member} is not there in this field`);
  }
}

/**
 * The parser rewrites both operators to conditions: `a ?: b` has `a` twice at one position, and the `$exists` of
 * `a ?? b` has no position.
 */
function isNewOperator(node: Record<string, unknown>): boolean {
  const { type, condition, then } = node;
  if (type !== 'condition' || !isRecord(condition)) return false;
  const unplaced = condition.type === 'function' && condition.position === undefined;
  return unplaced || JSON.stringify(condition) === JSON.stringify(then);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
