/** One look at a stage: what rings, the way of events, and the money, with the way to the runbook. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { stageNamed } from '../../infra/stages.ts';
import { ofType, resolved, synthesized, type Template } from './templates.ts';

const Body = z.object({
  widgets: z.array(
    z.object({
      type: z.enum(['text', 'alarm', 'metric']),
      width: z.number(),
      properties: z.looseObject({
        title: z.string().optional(),
        markdown: z.string().optional(),
        alarms: z.array(z.string()).optional(),
        metrics: z.array(z.array(z.unknown())).optional(),
      }),
    }),
  ),
});
const runbookUrl = 'https://code.example.test/awards/blob/main/';
const { service } = synthesized({ ...stageNamed('prod'), runbookUrl });

function bodyOf(template: Template) {
  const [board, ...others] = ofType(template, 'AWS::CloudWatch::Dashboard');
  expect(others).toEqual([]);
  expect(board?.Properties['DashboardName']).toBe('awards-prod');
  return Body.parse(JSON.parse(String(resolved(board?.Properties['DashboardBody']))));
}
const { widgets } = bodyOf(service);

test('it leads to the runbook in both languages', () => {
  const texts = widgets.map(({ properties }) => properties.markdown ?? '').join('\n');
  for (const file of ['docs/runbook.md', 'docs/runbook.zh-CN.md']) expect(texts).toContain(`(${runbookUrl}${file})`);
});

test('every alarm stands on it once, the urgent ones apart', () => {
  const shown = widgets.filter(({ type }) => type === 'alarm').map(({ properties }) => properties.alarms ?? []);
  const alarms = ofType(service, 'AWS::CloudWatch::Alarm');
  const pages = alarms.filter(({ Properties }) => String(Properties['AlarmDescription']).startsWith('[page]'));
  const ids = (all: { id: string }[]) => all.map(({ id }) => `${id}.Arn`).sort();
  expect(shown[0]?.toSorted()).toEqual(ids(pages));
  expect(shown.flat().toSorted()).toEqual(ids(alarms));
});

test.each([
  ['申报漏斗', ['PackageAccepted', 'Package-refused', 'Package-late']],
  ['队列 ', ['ApproximateNumberOfMessagesVisible']],
  ['队列等待', ['ApproximateAgeOfOldestMessage']],
  ['流程', ['ExecutionsStarted', 'ExecutionsFailed']],
  ['资金', ['DisbursementPaid', 'SettlementMismatch', 'ApproximateNumberOfMessagesVisible']],
  ['函数错误', ['Errors']],
  ['页面 ', ['Count', '5xx']],
  ['页面耗时', ['Latency']],
])('it has a graph of %s', (title, names) => {
  const own = widgets.filter(({ properties }) => properties.title?.startsWith(title));
  expect(own).toHaveLength(1);
  const shown = own.flatMap(({ properties }) => properties.metrics ?? []).map(([, name]) => name);
  expect(shown).toEqual(expect.arrayContaining(names));
});
