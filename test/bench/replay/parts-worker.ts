/** Runs inside a worker thread: fresh instances of the parts that live in the local cloud's own process. */
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { parentPort, workerData } from 'node:worker_threads';
import { startFauxqs } from 'fauxqs';
import { SMTPServer } from 'smtp-server';
import { LOCAL_CREDENTIALS } from '../../../infra/local/environment.ts';
import { createLocalServer, LOOPBACK, listen } from '../../../infra/local/http/server.ts';
import { createS3Server } from '../../../infra/local/s3/server.ts';
import type { PartsAddresses, PartsSettings } from './parts.ts';

const { dir, region, buckets, queues } = workerData as PartsSettings;

const s3 = createS3Server({
  dir: join(dir, 's3'),
  now: Date.now,
  credentials: LOCAL_CREDENTIALS,
  region,
  count: () => undefined,
  onObjectCreated: () => undefined,
});
for (const { name, config } of buckets) await s3.ensureBucket(name, config);
const s3Port = await listen(createLocalServer(s3.handle), 0, 'S3', '');

const sqs = await startFauxqs({ port: 0, host: LOOPBACK, logger: false, dataDir: join(dir, 'sqs') });
const urls = queues.map(({ name, attributes }) => [name, sqs.createQueue(name, { region, attributes }).queueUrl]);

const mail = new SMTPServer({
  authOptional: true,
  hideSTARTTLS: true,
  disableReverseLookup: true,
  logger: false,
  onData: (stream: Readable, _session, answer) => {
    stream.resume().once('end', () => answer(null));
  },
});
const smtpPort = await listen(mail.server, 0, 'mail', '');

const addresses: PartsAddresses = {
  s3: `http://${LOOPBACK}:${s3Port}`,
  sqs: `http://${LOOPBACK}:${sqs.port}`,
  smtp: `smtp://${LOOPBACK}:${smtpPort}`,
  queueUrls: Object.fromEntries(urls),
};
parentPort?.postMessage(addresses);
