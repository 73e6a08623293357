import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/consumers.ts';
import { Bucket } from '../../shared/store/buckets.ts';
import { Env } from './env.ts';
import { ObjectCreated, takeIn } from './handler.ts';
import { scannerOf } from './scan.ts';

const env = parseEnv(Env);
const inbox = new Bucket(env.INBOX_BUCKET);
const deps = {
  ...makeDeps(env),
  inbox,
  applicationMachineArn: env.APPLICATION_MACHINE_ARN,
  scan: scannerOf(env.MALWARE_SCAN, inbox),
};
export const handler = consumer(ObjectCreated, env.DEAD_LETTER_URL, (event) => takeIn(deps, event));
