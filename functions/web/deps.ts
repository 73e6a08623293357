import { S3Client } from '@aws-sdk/client-s3';
import type * as z from 'zod';
import { type Deps, makeDeps } from '../../shared/deps.ts';
import type { Env } from './env.ts';

export interface WebDeps extends Deps {
  /** Signs upload forms and downloads; the browser then talks to the bucket itself. */
  s3: S3Client;
  inboxBucket: string;
}

export const makeWebDeps = (env: z.infer<typeof Env>): WebDeps => ({
  ...makeDeps(env),
  s3: new S3Client({ forcePathStyle: process.env['AWS_ENDPOINT_URL_S3'] !== undefined }),
  inboxBucket: env.INBOX_BUCKET,
});
