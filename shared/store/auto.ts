import * as z from 'zod';
import { AutoItemSchema } from '../schemas/records.ts';
import { Kept } from './kept.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

export const AutoSheet = z.object({ entity: z.literal('Auto'), items: z.array(AutoItemSchema) });
type AutoItems = z.infer<typeof AutoSheet>['items'];

const kept = new Kept<AutoItems>(500);

/** The items of an application that formulas score, as they were worked out once, when its panel was drawn. */
export async function loadAuto(table: Table, applicationId: string): Promise<AutoItems> {
  const items = await kept.get(
    applicationId,
    async () => (await table.get(keys.auto(applicationId), AutoSheet))?.items ?? null,
  );
  return items ?? [];
}
