import { stageNamed } from '../../../infra/stages.ts';
import { textTable } from '../../demo/report/text-table.ts';
import { definitionOf, synthesized } from '../../infra/templates.ts';
import type { Finding } from '../round.ts';
import { parametersOf } from './parameters.ts';
import { simulate } from './simulate.ts';

const print = (line: string): void => void process.stdout.write(`${line}\n`);

const SHOWN = 12;

/** A hundred thousand applications in the last hour, half of them in its last five minutes, against the template's own parameters. */
export async function benchBurst(options: { applications: number }): Promise<Finding[]> {
  const { service } = synthesized(stageNamed('prod'));
  const parameters = parametersOf(service, definitionOf(service, 'application'), options.applications);
  print(`Parameters: ${JSON.stringify(parameters)}`);
  const said = simulate(parameters);
  const every = Math.ceil(said.depths.length / SHOWN);
  const rows = said.depths.flatMap((depth, i) => (i % every === 0 ? [[`${i + 1} min`, String(depth)]] : []));
  print(textTable([['after', 'messages waiting'], ...rows]));
  print(`Refused for the moment: ${JSON.stringify(said.throttles)}; tried again ${said.retries} times`);
  const minutes = (seconds: number): number => seconds / 60;
  return [
    { what: 'lost', value: options.applications - said.done - said.dead - said.failed, most: 0, unit: '' },
    { what: 'dead letters', value: said.dead, most: 0, unit: '' },
    { what: 'executions that failed', value: said.failed, most: 0, unit: '' },
    { what: 'most messages waiting', value: Math.max(...said.depths), unit: '' },
    { what: 'longest from upload to execution', value: minutes(said.longestWait), unit: 'min' },
    { what: 'after closing, until the queue was empty', value: minutes(said.emptySeconds), unit: 'min' },
    { what: 'after closing, until all districts were asked', value: minutes(said.drainedSeconds), unit: 'min' },
  ];
}
