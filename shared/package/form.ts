import * as z from 'zod';
import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import { CATEGORY_FORMATS, type FieldMeta } from '../schemas/package.ts';
import { VALUE_TITLES, VALUE_TITLES_EN } from '../schemas/titles.ts';

export interface Option {
  value: string;
  title: string;
  /** What a policy lists has none. */
  titleEn?: string;
}

/**
 * How a field is filled in: `money` is typed in 元 and kept in 分; `lines` is a list of texts; `table` a list of rows, one
 * field a column; `group` a heading over its fields; `attachments` is for whoever takes the files.
 */
export type Input =
  | 'text'
  | 'long-text'
  | 'integer'
  | 'money'
  | 'date'
  | 'choice'
  | 'choices'
  | 'yes-no'
  | 'lines'
  | 'table'
  | 'group'
  | 'attachments';

/** One field of an application as a form shows it. */
export interface FormField extends FieldMeta {
  /** From the root of `application.json`; columns of a table begin anew at the row. */
  path: string[];
  input: Input;
  /** Whether an empty answer is refused. */
  required: boolean;
  /** Characters of a text, items of a list, value of a number. Money in 分. */
  min?: number;
  max?: number;
  options?: Option[];
  /** Columns of a table, or fields of a group. */
  fields?: FormField[];
}

type Node = z.core.JSONSchema.JSONSchema & Partial<FieldMeta>;

const formats = new Map<Category, Node>();

/** The JSON Schema (2020-12) of `application.json` for one category, with titles, descriptions, units and examples. */
export function jsonSchema(category: Category): Node {
  const known = formats.get(category) ?? (z.toJSONSchema(CATEGORY_FORMATS[category], { io: 'input' }) as Node);
  formats.set(category, known);
  return known;
}

/** Texts longer than this are written in a box of several lines. */
const ONE_LINE = 200;

/** The fields that an applicant fills in, in the order of the format; what the slot fixes is not among them. */
export const formFields = (category: Category, policy: Pick<Policy, 'industries'>): FormField[] =>
  fieldsOf(jsonSchema(category), [], policy);

function fieldsOf(parent: Node, path: string[], policy: Pick<Policy, 'industries'>): FormField[] {
  return Object.entries(parent.properties ?? {}).flatMap(([name, child]) => {
    const node = child as Node;
    if (node.fixed === true) return [];
    return [{ ...metaOf(node, name), path: [...path, name], ...shapeOf(node, name, [...path, name], policy) }];
  });
}

const metaOf = ({ title, titleEn, description, unit, examples }: Node, name: string): FieldMeta => ({
  title: title ?? name,
  titleEn: titleEn ?? name,
  ...(description === undefined ? {} : { description }),
  ...(unit === undefined ? {} : { unit }),
  ...(examples === undefined ? {} : { examples: examples as unknown[] }),
});

type Shape = Pick<FormField, 'input' | 'required'> & Partial<FormField>;

function shapeOf(node: Node, name: string, path: string[], policy: Pick<Policy, 'industries'>): Shape {
  if (name === 'attachments') return { input: 'attachments', required: true };
  switch (node.type) {
    case 'object':
      return { input: 'group', required: true, fields: fieldsOf(node, path, policy) };
    case 'array':
      return {
        required: (node.minItems ?? 0) > 0,
        ...bounds(node.minItems, node.maxItems),
        ...itemsOf(node, name, policy),
      };
    case 'integer':
      return {
        input: name.endsWith('Fen') ? 'money' : 'integer',
        required: true,
        ...bounds(node.minimum, node.maximum),
      };
    case 'boolean':
      return { input: 'yes-no', required: true };
    default:
      return textOf(node);
  }
}

function textOf(node: Node): Shape {
  if (node.enum !== undefined) return { input: 'choice', required: true, options: optionsOf(node.enum) };
  if (node.format === 'date') return { input: 'date', required: true };
  const required = (node.minLength ?? 0) > 0 || (node.pattern !== undefined && !new RegExp(node.pattern).test(''));
  return {
    input: (node.maxLength ?? 0) > ONE_LINE ? 'long-text' : 'text',
    required,
    ...bounds(node.minLength, node.maxLength),
  };
}

function itemsOf(
  node: Node,
  name: string,
  policy: Pick<Policy, 'industries'>,
): Pick<FormField, 'input'> & Partial<FormField> {
  const item = node.items as Node;
  if (item.type === 'object') return { input: 'table', fields: fieldsOf(item, [], policy) };
  if (item.enum !== undefined) return { input: 'choices', options: optionsOf(item.enum) };
  if (name === 'industries')
    return { input: 'choices', options: policy.industries.map(({ code, name: title }) => ({ value: code, title })) };
  return { input: 'lines' };
}

const optionsOf = (values: readonly unknown[]): Option[] =>
  values.map(String).map((value) => ({
    value,
    title: VALUE_TITLES[value] ?? value,
    titleEn: VALUE_TITLES_EN[value] ?? value,
  }));

const bounds = (min: number | undefined, max: number | undefined) => ({
  ...(min === undefined ? {} : { min }),
  ...(max === undefined ? {} : { max }),
});

/** What is said of the field at a path of `application.json`, list positions included; null for one that no format has. */
export function fieldMeta(category: Category, path: readonly PropertyKey[]): FieldMeta | null {
  let node: Node | undefined = jsonSchema(category);
  for (const part of path) {
    const next: unknown = typeof part === 'number' ? node?.items : node?.properties?.[String(part)];
    node = typeof next === 'object' && next !== null ? (next as Node) : undefined;
  }
  return node?.title === undefined ? null : metaOf(node, node.title);
}

/** Chinese title of the field at a path. */
export const fieldTitle = (category: Category, path: readonly PropertyKey[]): string | null =>
  fieldMeta(category, path)?.title ?? null;
