import { makeDeps } from '../../shared/deps.ts';
import { parseEnv } from '../../shared/env.ts';
import { consumer } from '../../shared/runtime/consumers.ts';
import { Bucket } from '../../shared/store/buckets.ts';
import { Env } from './env.ts';
import { ObjectCreated, takeIn } from './handler.ts';

const env = parseEnv(Env);
const deps = {
  ...makeDeps(env),
  inbox: new Bucket(env.INBOX_BUCKET),
  applicationMachineArn: env.APPLICATION_MACHINE_ARN,
};
export const handler = consumer(ObjectCreated, env.DEAD_LETTER_URL, (event) => takeIn(deps, event));
