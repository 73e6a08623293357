import type { Policy } from '../policy/schema.ts';
import type { Category } from '../schemas/basics.ts';
import { ATTACHMENT_KINDS, type AttachmentKind } from '../schemas/package.ts';
import { nameOf } from './draft.ts';
import { type FormField, formFields } from './form.ts';
import { attachmentTitles } from './titles.ts';

/** What a district may ask to be corrected (补正): a field, a table as a whole, or a kind of attachment. */
export interface Point {
  /** `contact.phone`, `invoices`, `attachments.credit-report`. Stable: records and exports hold it. */
  path: string;
  title: string;
  titleEn: string;
}

export interface PointGroup {
  title: string;
  titleEn: string;
  points: Point[];
}

export const attachmentPoint = (kind: AttachmentKind): string => `attachments.${kind}`;

/** The point to which a value of a draft belongs: `invoices[2].number` to `invoices`. */
export const pointOf = (name: string): string => name.replace(/\[\d+\].*$/, '');

const pointFor = ({ path, title, titleEn }: FormField): Point => ({ path: nameOf(path), title, titleEn });

/** All points of a category, in the order of its form; what the form groups stands together. */
export function pointGroups(category: Category, policy: Policy): PointGroup[] {
  const fields = formFields(category, policy).filter(({ input }) => input !== 'attachments');
  const required = policy.categories[category].attachments.value;
  const kinds = (title: string, titleEn: string, some: readonly AttachmentKind[]): PointGroup => ({
    title,
    titleEn,
    points: some.map((kind) => ({ path: attachmentPoint(kind), ...attachmentTitles(kind) })),
  });
  return [
    {
      title: '申报内容',
      titleEn: 'Declaration',
      points: fields.filter(({ input }) => input !== 'group').map(pointFor),
    },
    ...fields.flatMap(({ input, title, titleEn, fields: own = [] }) =>
      input === 'group' ? [{ title, titleEn, points: own.map(pointFor) }] : [],
    ),
    kinds('必须提交的证明材料', 'Attachments that are required', required),
    kinds(
      '其他证明材料',
      'Other attachments',
      ATTACHMENT_KINDS.filter((kind) => !required.includes(kind)),
    ),
  ];
}

/** What was asked for, each under its group, in the order of the form. */
export const pointsAsked = (
  category: Category,
  policy: Policy,
  asked: readonly string[],
): { group: PointGroup; point: Point }[] =>
  pointGroups(category, policy).flatMap((group) =>
    group.points.filter(({ path }) => asked.includes(path)).map((point) => ({ group, point })),
  );

/** The same in Chinese words. */
export const pointTitles = (category: Category, policy: Policy, asked: readonly string[]): string[] =>
  pointsAsked(category, policy, asked).map(({ group, point }) => `${group.title}：${point.title}`);
