/** Runs the fixture's local cloud as a process of its own, to be killed: `node fixture-host.ts <assembly> <data>`. */
import { startLocalCloud } from '../../../infra/local/cloud.ts';
import { START } from './harness.ts';

const [assemblyDir = '', dataDir = ''] = process.argv.slice(2);
const cloud = await startLocalCloud({ assemblyDir, dataDir, clock: { mode: 'still', start: START } });
process.stdout.write(`${JSON.stringify({ endpoints: cloud.endpoints, outputs: cloud.outputs })}\n`);
