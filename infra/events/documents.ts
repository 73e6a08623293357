/** What other systems build against: JSON Schema and AsyncAPI of the events, from the very schemas that the code parses with. */
import * as z from 'zod';
import { type CatalogueEntry, EVENT_CATALOGUE } from '../../shared/schemas/event-catalogue.ts';

const kebab = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
/** Where an event's JSON Schema stands. */
export const fileOf = ({ name, version }: CatalogueEntry): string => `${kebab(name)}.v${version}.schema.json`;

/** Draft 7 is what AsyncAPI's own tools read. As it is read: an event of ours may one day say more, an answer may not. */
const jsonSchema = ({ schema, title, summary }: CatalogueEntry): object => ({
  ...z.toJSONSchema(schema, { target: 'draft-7', io: 'input' }),
  title,
  description: summary,
});

const message = (entry: CatalogueEntry): object => ({
  name: entry.name,
  title: entry.title,
  summary: entry.summary,
  contentType: entry.direction === 'out' ? 'application/cloudevents+json' : 'application/json',
  payload: { schemaFormat: 'application/schema+json;version=draft-07', schema: { $ref: `./${fileOf(entry)}` } },
});

const names = (direction: CatalogueEntry['direction']): string[] =>
  EVENT_CATALOGUE.filter((entry) => entry.direction === direction).map(({ name }) => name);
const inChannel = (channel: string, wanted: string[]) =>
  wanted.map((name) => ({ $ref: `#/channels/${channel}/messages/${name}` }));
const carried = (wanted: string[]) =>
  Object.fromEntries(wanted.map((name) => [name, { $ref: `#/components/messages/${name}` }]));
const operation = (action: 'send' | 'receive', channel: string, summary: string, wanted: string[]) => ({
  action,
  channel: { $ref: `#/channels/${channel}` },
  summary,
  messages: inChannel(channel, wanted),
});

function asyncApi(): object {
  const out = names('out');
  const answers = names('in');
  return {
    asyncapi: '3.0.0',
    info: {
      title: '评选奖补资金拨付事件',
      version: '1.0.0',
      description:
        '评选系统下达拨付指令，财政接收并答复结果。消息可能重复到达：以事件 id 为准，存一次、付一次。账户信息不在事件中，由财政凭 payeeRef 取得。版本之内只增加成员，含义改变即为新版本。',
    },
    defaultContentType: 'application/json',
    channels: {
      financeQueue: {
        address: 'FinanceQueueUrl',
        title: '财政队列',
        description: 'SQS FIFO 队列，地址为部署输出 FinanceQueueUrl；消息组为收款单位，同一单位的消息保持先后。',
        messages: carried(out),
      },
      bus: {
        address: 'BusName',
        title: '事件总线',
        description:
          'EventBridge 总线，名称为部署输出 BusName。指令的副本来源为 awards；财政的答复来源为 finance，detail-type 为消息名称，detail 为消息内容。',
        messages: carried([...out, ...answers]),
      },
    },
    operations: {
      instruct: operation('send', 'financeQueue', '评选系统向财政下达', out),
      copy: operation('send', 'bus', '同一事件的副本，供其他系统知悉', out),
      settle: operation('receive', 'bus', '财政答复', answers),
    },
    components: { messages: Object.fromEntries(EVENT_CATALOGUE.map((entry) => [entry.name, message(entry)])) },
  };
}

/** Every generated file by its name. */
export function eventDocuments(): Map<string, string> {
  const text = (document: object) => `${JSON.stringify(document, null, 2)}\n`;
  return new Map([
    ...EVENT_CATALOGUE.map((entry): [string, string] => [fileOf(entry), text(jsonSchema(entry))]),
    ['asyncapi.json', text(asyncApi())],
  ]);
}
