/** Whether a stage is well now: what rings, whether its pages answer, and whether our clocks agree. */
import * as z from 'zod';
import { ALARMS_PATH } from '../../local/alarms/alarms.ts';
import type { Place } from '../place.ts';
import { type Check, type Finding, look } from './check.ts';

const RUNBOOK = '按告警说明末尾的运行手册处理（docs/runbook.zh-CN.md）。';
/** A request that is signed five minutes off is refused by AWS. */
const MOST_SKEW_SECONDS = 60;
const ANSWER_MS = 10_000;

const LocalAlarms = z.array(z.looseObject({ name: z.string(), state: z.string() }));

export const ringing = (place: Place): Promise<Check> =>
  look(place, ['告警', '正在告警', RUNBOOK], async () => {
    const all = place.local ? await localAlarms(place) : await alarmsOnAws(place);
    const now = all.filter(({ state }) => state === 'ALARM').map(({ name }) => name);
    if (all.length === 0) return { bad: '没有任何告警项' };
    return now.length === 0 ? { good: `${all.length} 项，均正常` } : { bad: now.join('、') };
  });

async function localAlarms({ lambda }: Place): Promise<z.infer<typeof LocalAlarms>> {
  const endpoint = await lambda.config.endpoint?.();
  if (endpoint === undefined) throw new Error('no endpoint');
  const { protocol, hostname, port } = endpoint;
  const answer = await fetch(`${protocol}//${hostname}:${port}${ALARMS_PATH}`, timed());
  return LocalAlarms.parse(await answer.json());
}

async function alarmsOnAws({ table }: Place): Promise<{ name: string; state: string }[]> {
  // Only here: no other command should wait for it to load.
  const { CloudWatchClient, paginateDescribeAlarms } = await import('@aws-sdk/client-cloudwatch');
  const client = new CloudWatchClient({});
  try {
    const stage = /^Awards-(.+)-Data-/.exec(table.name)?.[1];
    const AlarmNamePrefix = `awards-${stage === undefined ? '' : `${stage}-`}`;
    const found = [];
    for await (const { MetricAlarms = [] } of paginateDescribeAlarms({ client }, { AlarmNamePrefix }))
      found.push(
        ...MetricAlarms.map(({ AlarmName = '', StateValue = '' }) => ({ name: AlarmName, state: StateValue })),
      );
    return found;
  } finally {
    client.destroy();
  }
}

export const pages = (place: Place): Promise<Check[]> => {
  const { ApiUrl = '' } = place.outputs;
  const answer = fetch(`${ApiUrl}/healthz`, timed());
  // Both look at it, each for itself.
  answer.catch(() => undefined);
  const todo = '按运行手册“页面出错”处理。';
  return Promise.all([
    look({ ...place, local: false }, ['页面', '能打开', todo], async (): Promise<Finding> => {
      const { status } = await answer;
      return status < 400 ? { good: `${ApiUrl} 返回 ${status}` } : { bad: `${ApiUrl} 返回 ${status}` };
    }),
    look(
      { ...place, local: false },
      ['时钟', '与服务器一致', '校准本机时钟（NTP）；相差过大的请求会被拒绝。'],
      async () => {
        const theirs = Date.parse((await answer).headers.get('date') ?? '');
        const seconds = Math.round(Math.abs(Date.now() - theirs) / 1000);
        return seconds <= MOST_SKEW_SECONDS
          ? { good: `相差不到 ${MOST_SKEW_SECONDS} 秒` }
          : { bad: `相差 ${seconds} 秒` };
      },
    ),
  ]);
};

const timed = () => ({ signal: AbortSignal.timeout(ANSWER_MS) });
