import { closeSync, openSync, writeSync } from 'node:fs';
import { linesOf, lineWriter } from '../../../shared/export/lines/write.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { exportOf } from './export-of.ts';

/** Writes the export of a ranked round of so many applications, in lines. Says how many sheets and bytes it has. */
export interface Written {
  sheets: number;
  bytes: number;
}

const FLUSH_CHARACTERS = 1 << 20;

const [applications = '0', path = ''] = process.argv.slice(2);
const exported = exportOf(readPolicy(QINGDAO), Number(applications));
const file = openSync(path, 'w');
const { text, end } = lineWriter();
let [pending, bytes] = ['', 0];
const flush = (): void => {
  bytes += writeSync(file, pending);
  pending = '';
};
for (const line of linesOf(exported)) {
  pending += text(line);
  if (pending.length >= FLUSH_CHARACTERS) flush();
}
pending += end();
flush();
closeSync(file);
const written: Written = { sheets: exported.sheets.length, bytes };
process.stdout.write(JSON.stringify(written));
