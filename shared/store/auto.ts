import * as z from 'zod';
import { ApplicationId } from '../schemas/basics.ts';
import { AutoItemSchema } from '../schemas/records.ts';
import { Kept } from './kept.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

/** What was worked out of an application when its panel was drawn, and what the draw matched experts by. */
export const AutoSheet = z.object({
  entity: z.literal('Auto'),
  applicationId: ApplicationId,
  items: z.array(AutoItemSchema),
  industry: z.string().nullable(),
  fields: z.array(z.string()),
});
export type AutoSheet = z.infer<typeof AutoSheet>;
type AutoItems = AutoSheet['items'];

const kept = new Kept<AutoItems>(500);

/** The items of an application that formulas score, as they were worked out once, when its panel was drawn. */
export async function loadAuto(table: Table, applicationId: string): Promise<AutoItems> {
  const items = await kept.get(
    applicationId,
    async () => (await table.get(keys.auto(applicationId), AutoSheet))?.items ?? null,
  );
  return items ?? [];
}
