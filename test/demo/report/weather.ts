import { FAULT_TITLES, FAULTS, type Fault } from '../../../infra/local/weather/faults.ts';
import { textTable } from './text-table.ts';

/** What bad weather did to a run. Which call is hit depends on the machine too, so it is measured and not a result. */
export interface WeatherReport {
  thrown: Partial<Record<Fault, number>>;
  /** Messages that ended in a dead-letter queue and were put back. */
  redriven: number;
}

/** How often each fault was thrown, those that were not left out. */
export function weatherText({ thrown, redriven }: WeatherReport): string {
  const rows = FAULTS.flatMap((fault) => {
    const times = thrown[fault];
    return times === undefined ? [] : [[`${FAULT_TITLES[fault]}（${fault}）`, String(times)]];
  });
  const total = Object.values(thrown).reduce((sum, times) => sum + times, 0);
  return [
    '坏天气：以下故障由种子决定',
    textTable([['故障', '次数'], ...rows, ['合计', String(total)]]),
    `进入死信队列后送回重新处理：${redriven} 条`,
  ].join('\n');
}
