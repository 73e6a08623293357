/** What stands there costs by the month, whether anybody applies or not, from the template. */
import type { PriceTable } from '../../demo/report/prices.ts';
import type { Properties, Template } from '../../infra/templates.ts';

const SECONDS = 30 * 86_400;
/** Lambda polls a queue with five long polls of twenty seconds at once as long as nothing comes. */
const POLLS = { atOnce: 5, seconds: 20 };

interface Standing {
  what: string;
  /** In a month of thirty days. */
  amount: number;
  price: string;
}

const typed = (templates: readonly Template[], type: string): Properties[] =>
  templates.flatMap(({ Resources }) =>
    Object.values(Resources).flatMap((one) => (one.Type === type ? [one.Properties] : [])),
  );

const UNIT_SECONDS: Record<string, number> = { minute: 60, hour: 3600, day: 86_400 };

/** @throws Error for a schedule that is no rate */
function timesOf(expression: string): number {
  const [, count, unit = ''] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  const seconds = UNIT_SECONDS[unit];
  if (seconds === undefined) throw new Error(`no rate: ${expression}`);
  return SECONDS / (Number(count) * seconds);
}

/** What the stacks' templates cost by the month. @throws Error for a schedule that is no rate */
export function standing(templates: readonly Template[]): Standing[] {
  const mappings = typed(templates, 'AWS::Lambda::EventSourceMapping');
  const polled = mappings.filter(({ FilterCriteria }) => FilterCriteria === undefined).length;
  const schedules = typed(templates, 'AWS::Events::Rule').flatMap(({ ScheduleExpression }) =>
    ScheduleExpression === undefined ? [] : [String(ScheduleExpression)],
  );
  return [
    {
      what: `${polled} queues that are polled`,
      amount: (polled * POLLS.atOnce * SECONDS) / POLLS.seconds,
      price: 'sqs.requests',
    },
    {
      what: `${schedules.length} schedules: invocations`,
      amount: schedules.reduce((sum, expression) => sum + timesOf(expression), 0),
      price: 'lambda.invocations',
    },
    {
      what: `${schedules.length} schedules: 0.1 GB-s each time`,
      amount: schedules.reduce((sum, expression) => sum + timesOf(expression) * 0.1, 0),
      price: 'lambda.gbSeconds',
    },
    {
      what: 'alarms',
      amount: typed(templates, 'AWS::CloudWatch::Alarm').length,
      price: 'cloudwatch.alarmMonths',
    },
    {
      what: 'dashboards',
      amount: typed(templates, 'AWS::CloudWatch::Dashboard').length,
      price: 'cloudwatch.dashboardMonths',
    },
    {
      what: 'secrets',
      amount: typed(templates, 'AWS::SecretsManager::Secret').length,
      price: 'secretsmanager.secretMonths',
    },
    { what: 'keys', amount: typed(templates, 'AWS::KMS::Key').length, price: 'kms.keyMonths' },
  ];
}

export const costOfStanding = (all: readonly Standing[], { prices }: PriceTable): number =>
  all.reduce((sum, { amount, price }) => sum + amount * (prices[price] ?? 0), 0);
