import type { ServerResponse } from 'node:http';
import type { S3Request } from './request.ts';
import type { Store } from './store.ts';
import type { BucketConfig } from './types.ts';

/** An authenticated request on an existing bucket. */
export interface Call {
  store: Store;
  config: BucketConfig;
  request: S3Request;
  res: ServerResponse;
  /** What the signature says of the body, see `authenticate`. */
  payloadHash: string;
}

/** Answers the call, or throws an S3Error before it began to answer. */
export type Operation = (call: Call) => void | Promise<void>;
