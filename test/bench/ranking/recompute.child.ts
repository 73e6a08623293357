import { recompute } from '../../../shared/export/recompute.ts';
import { QINGDAO, readPolicy } from '../../demo/policy.ts';
import { exportOf } from './export-of.ts';
import { type Took, timed } from './took.ts';

/** What the recomputation of a round of so many applications took, in a process of its own. */
export interface Recomputed {
  took: Took;
  sheets: number;
  differences: number;
  /** Most resident memory of the process, the document included, and what the document alone takes on the heap. Bytes. */
  peak: number;
  document: number;
}

const policy = readPolicy(QINGDAO);
const [applications = 0] = process.argv.slice(2).map(Number);
globalThis.gc?.();
const empty = process.memoryUsage().heapUsed;
const exported = exportOf(policy, applications);
globalThis.gc?.();
const document = process.memoryUsage().heapUsed - empty;
const [{ differences }, took] = timed(() => recompute(exported));
for (const difference of differences.slice(0, 3)) console.error(difference);
const result: Recomputed = {
  ...{ took, sheets: exported.sheets.length, differences: differences.length },
  ...{ peak: process.resourceUsage().maxRSS * 1024, document },
};
process.stdout.write(JSON.stringify(result));
