import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';

export type CheckPoint = NonNullable<Policy['review']['value']['checklist']>[number];

/** 五(二): what a district goes through before it recommends an application of the category, in the policy's order. */
export const checklistOf = ({ review }: Pick<Policy, 'review'>, category: Category): CheckPoint[] =>
  (review.value.checklist ?? []).filter(({ categories }) => categories === undefined || categories.includes(category));
