/**
 * Run as a process of its own by durability.test.ts and killed there: starts a machine and an execution on the given
 * journal, writes what its function was called with, and never answers.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { createStateMachines } from '../../../infra/local/sfn/index.ts';

const [dbPath = '', arn = '', definition = ''] = process.argv.slice(2);
const machines = createStateMachines({
  dbPath,
  clock: { now: () => Date.UTC(2026, 10, 1) },
  count: () => undefined,
  onDueChanged: () => undefined,
  invoke: (_arn, payload) => {
    process.stdout.write(`${JSON.stringify(payload)}\n`);
    return typeof payload === 'object' && payload !== null && 'token' in payload
      ? Promise.resolve({ ok: true, payload: null })
      : new Promise(() => undefined);
  },
});
machines.define({ arn, name: 'killed', definition });
const server = createServer((req, res) => machines.handle(req, res));
server.listen(0, '127.0.0.1', async () => {
  const client = new SFNClient({
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: 'cn-north-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  await client.send(new StartExecutionCommand({ stateMachineArn: arn, name: 'one', input: '{"n":1}' }));
});
