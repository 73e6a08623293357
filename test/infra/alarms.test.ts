/** What rings says how urgent it is and what it means, and the runbook says what to do. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ALARM_KINDS, RUNBOOKS } from '../../infra/constructs/alarm-kinds.ts';
import { alarm } from '../../infra/local/resources/alarm.ts';
import { stageNamed } from '../../infra/stages.ts';
import { ofType, resolved, synthesized } from './templates.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const base = 'https://code.example.test/awards/blob/main/';
const { service } = synthesized({ ...stageNamed('prod'), runbookUrl: base });
const alarms = ofType(service, 'AWS::CloudWatch::Alarm').map(({ Properties }) => ({
  name: String(Properties['AlarmName']),
  description: String(Properties['AlarmDescription']),
  properties: Properties,
}));
const anchors = new Map(
  RUNBOOKS.map((file) => [
    file,
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^## .*<a id="([a-z-]+)"><\/a>$/gm)].map((match) => match[1]),
  ]),
);

/** Where an alarm's messages go: the logical id of its topic. */
const topicOf = ({ properties }: (typeof alarms)[number]) =>
  String(((properties['AlarmActions'] as { Ref: string }[])[0] ?? { Ref: '' }).Ref);

describe.each(alarms)('$name', (alarm) => {
  const [first = '', english = '', ...links] = alarm.description.split('\n');

  test('says how urgent it is, and what it means in both languages', () => {
    const [, severity, zh = ''] = /^\[(page|ticket)\] (.+)$/.exec(first) ?? [];
    expect(['page', 'ticket']).toContain(severity);
    expect(zh).toMatch(/[一-鿿].*。$/);
    expect(english).toMatch(/^[A-Z][^一-鿿]+\.$/);
    expect(alarm.description.length).toBeLessThanOrEqual(1024);
    expect(topicOf(alarm)).toMatch(severity === 'page' ? /^AlarmsPage/ : /^AlarmsTicket/);
  });

  test('leads to its section of the runbook, in both languages', () => {
    expect(links).toHaveLength(2);
    for (const [i, file] of RUNBOOKS.entries()) {
      const [url, anchor] = (links[i] ?? '').split('#');
      expect(url).toBe(`${base}${file}`);
      expect(anchors.get(file)).toContain(anchor);
    }
  });

  test('is quiet when nothing is measured, and looks at one period of its kind', () => {
    const [, anchor = ''] = (links[0] ?? '').split('#');
    const kind = ALARM_KINDS[anchor as keyof typeof ALARM_KINDS];
    const { properties } = alarm;
    expect(properties).toMatchObject({
      TreatMissingData: 'notBreaching',
      Threshold: kind.threshold,
      ComparisonOperator: 'GreaterThanThreshold',
      EvaluationPeriods: 1,
    });
    const metrics = properties['Metrics'] as { MetricStat?: { Period: number } }[] | undefined;
    const periods = (metrics ?? []).flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [MetricStat.Period]));
    for (const period of metrics === undefined ? [properties['Period']] : periods)
      expect(period).toBe(kind.periodMinutes * 60);
    // AWS takes so many metrics into one alarm.
    expect((metrics ?? []).length).toBeLessThanOrEqual(10);
  });
});

test('every kind has an alarm, and the runbooks have a section for each and for nothing else', () => {
  const rung = new Set(alarms.map(({ description }) => /runbook\.md#([a-z-]+)/.exec(description)?.[1]));
  const kinds = Object.keys(ALARM_KINDS).sort();
  expect([...rung].sort()).toEqual(kinds);
  for (const file of RUNBOOKS) expect([...(anchors.get(file) ?? [])].sort()).toEqual(kinds);
});

test('the local cloud understands every alarm', () => {
  const own = ofType(synthesized(stageNamed('local')).service, 'AWS::CloudWatch::Alarm');
  for (const { Properties } of own)
    expect(alarm.properties.safeParse(resolved(Properties)).error, String(Properties['AlarmName'])).toBeUndefined();
});

test('without an address of the runbook its path is given', () => {
  const [alarm] = ofType(synthesized(stageNamed('local')).service, 'AWS::CloudWatch::Alarm');
  expect(alarm?.Properties['AlarmDescription']).toMatch(
    /\ndocs\/runbook\.md#[a-z-]+\ndocs\/runbook\.zh-CN\.md#[a-z-]+$/,
  );
  expect(alarm?.Properties).not.toHaveProperty('AlarmActions');
});
