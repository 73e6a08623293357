import { deadQueues } from '../letters.ts';
import type { Place } from '../place.ts';
import { table } from '../print.ts';
import type { Said } from '../round.ts';
import type { Check } from './check.ts';
import { pages, ringing } from './life.ts';
import { bucketParts, functionParts, outputs, queueParts, tableParts } from './parts.ts';
import { permissions } from './permissions.ts';
import { secretParts } from './secrets.ts';

const STATES: Record<Check['state'], string> = { good: '正常', bad: '有问题', 'not-here': '本机没有' };

/**
 * A stage as a whole: are its parts there and set as they should be, is it well now, and may whoever asks do what the commands
 * do. Changes nothing. @throws CliError cli.no-dead-letters
 */
export async function examinePlace(place: Place): Promise<Said> {
  // Without them there is nothing to look at: these are no outputs of ours.
  deadQueues(place);
  const checks = (
    await Promise.all([
      outputs(place),
      tableParts(place),
      bucketParts(place),
      queueParts(place),
      functionParts(place),
      secretParts(place),
      ringing(place),
      pages(place),
      permissions(place),
    ])
  ).flat();
  const bad = checks.filter(({ state }) => state === 'bad');
  const rows = checks.map(({ area, name, state, says }) => [area, name, STATES[state], says]);
  const todo = bad.map(({ area, name, todo = '' }) => `- ${area} ${name}：${todo}`);
  const verdict =
    bad.length === 0
      ? `共 ${checks.length} 项，没有问题。All is well.\n`
      : `共 ${checks.length} 项，${bad.length} 项有问题。怎么办 What to do：\n${todo.join('\n')}\n`;
  return { text: `${table(['方面', '检查', '结论', '所见'], rows)}\n${verdict}`, good: bad.length === 0 };
}
