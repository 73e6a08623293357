import type * as z from 'zod';
import { DisbursementInstructed, DisbursementSettled } from './events.ts';

/** An event that another system sends or receives, as `docs/events` describes it. */
export interface CatalogueEntry {
  /** Its name on the bus (detail type), with its version. */
  name: string;
  version: number;
  title: string;
  summary: string;
  /** `out`: we tell finance, by the queue, with a copy on the bus. `in`: finance answers on the bus. */
  direction: 'out' | 'in';
  schema: z.ZodObject;
}

export const EVENT_CATALOGUE: CatalogueEntry[] = [
  {
    name: 'DisbursementInstructed',
    version: 1,
    title: '拨付指令',
    summary: '财政据此向收款单位支付一次。同一 id 只支付一次，重复收到的不再支付。',
    direction: 'out',
    schema: DisbursementInstructed,
  },
  {
    name: 'DisbursementSettled',
    version: 1,
    title: '拨付结果',
    summary: '财政的答复：已支付，或退票及其原因。',
    direction: 'in',
    schema: DisbursementSettled,
  },
];
