import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { stageNamed } from '../../../infra/stages.ts';
import { type PriceTable, pricesOf, priceTables } from '../../demo/report/prices.ts';
import { textTable } from '../../demo/report/text-table.ts';
import { synthesized } from '../../infra/templates.ts';
import type { Finding } from '../round.ts';
import { costBy, fitted, type Part, predicted, sumOf, unpriced } from './model.ts';
import { necessaryOf } from './necessary.ts';
import type { Count, PlayedRound } from './played.ts';
import { STAGES } from './stages.ts';
import { costOfStanding, standing } from './standing.ts';

export interface CostOptions {
  /** Applications of the two rounds that are played; the second is the larger. */
  sizes: [number, number];
  /** Applications of one more round, to hold the prediction against; 0 for none. */
  confirm: number;
}

const SIZES = [300, 3000, 30_000];
/** USD per application; how far it may differ between the sizes; measured ÷ necessary; predicted and played. */
const MOST = { cost: 0.003, spread: 0.05, ratio: 1.5, miss: 0.05 };
const CHILD = join(import.meta.dirname, 'play.child.ts');
const MEGABYTE = 1024 * 1024;

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const run = promisify(execFile);

async function played(applications: number): Promise<PlayedRound> {
  const started = performance.now();
  const { stdout } = await run(process.execPath, [CHILD, String(applications)], { maxBuffer: 64 * MEGABYTE });
  print(`A round of ${applications} played in ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return JSON.parse(stdout) as PlayedRound;
}

/** What an application costs, by service and by stage, at three sizes; beside it the least that the work needs. */
export async function benchCost({ sizes: [few, many], confirm }: CostOptions): Promise<Finding[]> {
  const small = await played(few);
  const large = await played(many);
  const prices = pricesOf('us-east-1');
  const findings = findingsOf(small, large, prices);
  if (confirm > 0) findings.push(missed(fitted(small, large), await played(confirm), prices));
  for (const table of priceTables().filter(({ region }) => region !== prices.region)) printElsewhere(table, large);
  printBytes(large, prices);
  printStanding(prices);
  return findings;
}

/** Prints the tables, and holds them against the targets. */
export function findingsOf(small: PlayedRound, large: PlayedRound, prices: PriceTable): Finding[] {
  const parts = fitted(small, large);
  print(`Counted in rounds of ${small.applications} and ${large.applications}; computed for the sizes below.`);
  printSizes('service', parts, prices, ({ operation }) => operation.split('.')[0] ?? operation);
  printSizes('stage', parts, prices, ({ stage }) => stage);
  const ratios = printNecessary(large, prices);
  const each = SIZES.map((size) => sumOf(costBy(predicted(parts, size), prices, () => 'all')) / size);
  return [
    ...SIZES.map((size, i) => ({
      ...{ what: `USD × 1,000 per application, ${size} applications`, value: (each[i] ?? 0) * 1000 },
      ...{ most: MOST.cost * 1000, unit: '' },
    })),
    {
      what: 'dearest ÷ cheapest size, less 1',
      value: Math.max(...each) / Math.min(...each) - 1,
      most: MOST.spread,
      unit: '',
    },
    { what: 'measured ÷ necessary', value: ratios, most: MOST.ratio, unit: '' },
  ];
}

const micro = (cost: number): string => (cost * 1e6).toFixed(1);

function printSizes(title: string, parts: readonly Part[], prices: PriceTable, nameOf: (count: Count) => string): void {
  const columns = SIZES.map((size) => costBy(predicted(parts, size), prices, nameOf));
  const names = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const order = (name: string): number => (STAGES as readonly string[]).indexOf(name);
  names.sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
  const rows = [...names, 'all'].map((name) => [
    name,
    ...columns.map((column, i) => micro((name === 'all' ? sumOf(column) : (column.get(name) ?? 0)) / (SIZES[i] ?? 1))),
  ]);
  print(`\nµ${prices.currency} per application (${prices.region}, ${prices.asOf})`);
  print(textTable([[title, ...SIZES.map((size) => size.toLocaleString('en'))], ...rows]));
}

/** @returns measured ÷ necessary over all stages */
function printNecessary(round: PlayedRound, prices: PriceTable): number {
  const measured = costBy(round.counts, prices, ({ stage }) => stage);
  const necessary = costBy(necessaryOf(round), prices, ({ stage }) => stage);
  const rows = STAGES.map((stage) => {
    const [is, least] = [measured.get(stage) ?? 0, necessary.get(stage) ?? 0];
    return [stage, micro(is / round.applications), micro(least / round.applications), (is / least).toFixed(2)];
  });
  print(`\nMeasured and necessary, µ${prices.currency} per application, round of ${round.applications}`);
  print(textTable([['stage', 'measured', 'necessary', 'ratio'], ...rows]));
  printExcess(round, prices);
  return sumOf(measured) / sumOf(necessary);
}

const SHOWN = 10;

/** What is most above what is necessary. */
function printExcess(round: PlayedRound, prices: PriceTable): void {
  const nameOf = ({ stage, operation }: Count): string => `${stage} ${operation.replace(/^(sqs)\..*/, '$1.requests')}`;
  const measured = costBy(round.counts, prices, nameOf);
  const necessary = costBy(necessaryOf(round), prices, nameOf);
  const over = [...measured].map(([name, cost]) => ({ name, over: cost - (necessary.get(name) ?? 0) }));
  over.sort((a, b) => b.over - a.over);
  const shown = over.slice(0, SHOWN).map((one) => `${one.name} ${micro(one.over / round.applications)}`);
  print(`Most above it: ${shown.join(', ')}`);
}

function missed(parts: readonly Part[], round: PlayedRound, prices: PriceTable): Finding {
  const total = (counts: readonly Count[]): number => sumOf(costBy(counts, prices, () => 'all'));
  const ratio = total(round.counts) / total(predicted(parts, round.applications));
  return {
    what: `played ÷ predicted at ${round.applications} applications, off by`,
    value: Math.abs(ratio - 1),
    most: MOST.miss,
    unit: '',
  };
}

function printElsewhere(table: PriceTable, round: PlayedRound): void {
  const costs = costBy(round.counts, table, ({ operation }) => operation);
  const known = [...costs].map(([name, cost]) => `${name} ${micro(cost / round.applications)}`).join(', ');
  const missing = unpriced(round.counts, table);
  print(`\n${table.region} (${table.asOf}), µ${table.currency} per application: ${known}`);
  if (missing.length > 0) print(`  no total: prices that are not known: ${missing.join(', ')}`);
}

/** Apart from the operations: what is kept costs by the month for as long as it is kept, logs once. */
function printBytes({ bytes, applications }: PlayedRound, { prices, currency }: PriceTable): void {
  const gigabytes = (name: keyof PlayedRound['bytes']): number => bytes[name] / 1e9 / applications;
  const cost = (name: keyof PlayedRound['bytes'], price: string): string =>
    `${(bytes[name] / applications / 1000).toFixed(0)} KB, ${micro(gigabytes(name) * (prices[price] ?? 0))}`;
  print(`\nApart, µ${currency} per application: logs ${cost('logs', 'logs.gb')} once; by the month`);
  print(`  objects ${cost('objects', 's3.gbMonths')}, table ${cost('table', 'dynamodb.gbMonths')} (as its file)`);
}

function printStanding(prices: PriceTable): void {
  const { data, service } = synthesized(stageNamed('prod'));
  const all = standing([data, service]);
  const rows = all.map(({ what, amount, price }) => [what, (amount * (prices.prices[price] ?? 0)).toFixed(2)]);
  print(`\nStanding, ${prices.currency} a month (stage prod)`);
  print(textTable([...rows, ['all', costOfStanding(all, prices).toFixed(2)]]));
}
