import { createServer } from 'node:http';
import { createS3Server } from '../../../infra/local/s3/server.ts';
import { CREDENTIALS } from './credentials.ts';

/**
 * A server in a process of its own, to be killed or measured: `child.ts <folder> <how the listener behaves>`. It prints
 * its port, then each event as a line; on SIGUSR2 its greatest memory so far.
 */
const [dir = '', listener = 'confirms'] = process.argv.slice(2);
const s3 = createS3Server({
  dir,
  now: () => Date.UTC(2031, 0, 1),
  credentials: CREDENTIALS,
  region: 'us-east-1',
  count: () => undefined,
  onObjectCreated: async (event) => {
    process.stdout.write(`${JSON.stringify(event)}\n`);
    if (listener === 'hangs') await new Promise(() => undefined);
  },
});
await s3.ensureBucket('inbox', { versioned: false, notify: true });
const server = createServer(s3.handle).listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (address !== null && typeof address !== 'string') process.stdout.write(`${address.port}\n`);
});
process.on('SIGUSR2', () => process.stdout.write(`${process.resourceUsage().maxRSS}\n`));
await s3.resume();
