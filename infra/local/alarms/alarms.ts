import type { AlarmPlan } from '../template/plan.ts';
import type { Metrics } from './metrics.ts';

/** Where other processes are told how the alarms stand; AWS has nothing there, and CloudWatch's own protocol nobody here speaks. */
export const ALARMS_PATH = '/local/alarms';

export interface AlarmState {
  name: string;
  description: string;
  state: 'OK' | 'ALARM';
  /** What was measured in the period; undefined when nothing was. */
  value: number | undefined;
  threshold: number;
}

/**
 * The alarms as they stand now, by domain time: over the last period, where CloudWatch takes periods that begin on the minute. Without
 * data an alarm is quiet.
 */
export function alarmStates(plans: readonly AlarmPlan[], metrics: Metrics): AlarmState[] {
  return plans.map(({ name, description, threshold, how, metrics: measured }) => {
    const values = measured.map(({ metric, statistic, periodMs }) => metrics.read(metric, statistic, periodMs));
    const value = how === 'sum' ? sumOf(values) : shareOf(values);
    return { name, description, value, threshold, state: value !== undefined && value > threshold ? 'ALARM' : 'OK' };
  });
}

function sumOf(values: (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0);
}

/** In percent; of nothing there is no share. */
const shareOf = ([part = 0, whole = 0]: (number | undefined)[]): number | undefined =>
  whole === 0 ? undefined : (100 * part) / whole;
