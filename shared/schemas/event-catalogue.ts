import type * as z from 'zod';
import {
  DisbursementDirected,
  DisbursementInstructed,
  DisbursementSettled,
  RecoveryInstructed,
  RecoverySettled,
} from './events.ts';

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
    name: 'DisbursementDirected',
    version: 1,
    title: '暂缓、恢复或撤销拨付',
    summary:
      '对已下达指令的后续要求，序号最大的为准：暂缓的暂不支付，撤销的不再支付。尚未支付的撤销，答复“已撤销”；已经支付的，照实答复“已支付”。',
    direction: 'out',
    schema: DisbursementDirected,
  },
  {
    name: 'RecoveryInstructed',
    version: 1,
    title: '追回通知',
    summary: '奖补支付后被撤销，财政据此追回；可以分次追回，逐次答复。',
    direction: 'out',
    schema: RecoveryInstructed,
  },
  {
    name: 'DisbursementSettled',
    version: 1,
    title: '拨付结果',
    summary: '财政的答复：已支付，退票及其原因，或应要求已撤销。',
    direction: 'in',
    schema: DisbursementSettled,
  },
  {
    name: 'RecoverySettled',
    version: 1,
    title: '追回结果',
    summary: '财政的答复：追回的一笔。同一序号只计一次，合计不超过应追回金额。',
    direction: 'in',
    schema: RecoverySettled,
  },
];
