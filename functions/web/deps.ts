import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { type Deps, makeDeps } from '../../shared/deps.ts';
import type { PayeeKey } from '../../shared/payees/key.ts';
import { type Assets, loadAssets } from './assets.ts';
import type { Env } from './env.ts';
import { LinkPace, Pace } from './pace.ts';

export interface WebDeps extends Deps {
  /** Signs upload forms and downloads; the browser then talks to the bucket itself. */
  s3: S3Client;
  inboxBucket: string;
  /** Seals winners' accounts. */
  payeeKey: Pick<PayeeKey, 'seal'>;
  assets: Assets;
  /** How much one link may do. */
  pace: LinkPace;
}

/** Few pages take an account: the key and its client are loaded with the first that does. */
function lateKey(arn: string): WebDeps['payeeKey'] {
  let key: Promise<PayeeKey> | undefined;
  const load = async () => new (await import('../../shared/payees/key.ts')).PayeeKey(arn);
  return {
    seal: async (...account) => {
      key ??= load();
      return (await key).seal(...account);
    },
  };
}

export const makeWebDeps = (env: z.infer<typeof Env>): WebDeps => {
  const deps = makeDeps(env);
  let signing: S3Client | undefined;
  return {
    ...deps,
    pace: new LinkPace(deps.table, Pace.parse(env.LINK_PACE)),
    // Made with the first page that leads to the storage.
    get s3() {
      signing ??= new S3Client({
        forcePathStyle: process.env['AWS_ENDPOINT_URL_S3'] !== undefined,
        // A transfer that begins with a checksum wants one of every part; the browser has none, and the intake checks every file.
        requestChecksumCalculation: 'WHEN_REQUIRED',
      });
      return signing;
    },
    inboxBucket: env.INBOX_BUCKET,
    payeeKey: lateKey(env.PAYEE_KEY_ARN),
    assets: loadAssets(join(import.meta.dirname, 'browser')),
  };
};
