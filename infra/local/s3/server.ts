import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuseUnknownHeaders } from './attributes.ts';
import { authenticate } from './auth.ts';
import { allowOrigin, preflight } from './cors.ts';
import { S3Error } from './errors.ts';
import { postObject } from './post.ts';
import { parseRequest } from './request.ts';
import { send, sendXml } from './respond.ts';
import { rightsOf } from './rights.ts';
import { findRoute } from './routes.ts';
import { bucketConfig, openStore, type Store } from './store.ts';
import type { BucketConfig, S3Options } from './types.ts';
import { errorDocument } from './xml.ts';

export type { BucketConfig, ObjectCreated, S3Options } from './types.ts';

export interface S3Server {
  /** Answers one HTTP request; never throws. */
  handle(req: IncomingMessage, res: ServerResponse): void;
  /** Makes the bucket known with this configuration; its objects are those of earlier starts on the same folder. */
  ensureBucket(name: string, config: BucketConfig): Promise<void>;
  /** Announces again the objects whose notification was not confirmed. To be called when the listener's side is ready. */
  resume(): Promise<void>;
  /** Whether no request is under way and no notification outstanding. */
  idle(): boolean;
  /** Refuses new requests, waits for those under way (end their connections if it must be quick), closes the index. */
  close(): Promise<void>;
}

async function dispatch(store: Store, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const request = parseRequest(req, store.buckets);
  const known = store.buckets.get(request.bucket);
  if (request.method === 'OPTIONS') return preflight(known, request, res);
  allowOrigin(known, request, res);
  const contentType = request.header('content-type') ?? '';
  if (request.method === 'POST' && request.key === '' && /^multipart\/form-data\b/i.test(contentType)) {
    return postObject(store, request, res);
  }
  const { payloadHash, accessKey } = authenticate(request, store.options);
  const route = findRoute(request);
  refuseUnknownHeaders(request);
  store.options.count(route.name, `${request.bucket}/${request.key.split('/')[0]}`);
  const config = bucketConfig(store, request.bucket);
  const rights = rightsOf(store.options, accessKey);
  rights.check(route.name, request);
  try {
    await route.run({ store, config, request, res, payloadHash });
  } catch (error) {
    throw rights.mayMiss(request, error);
  }
}

function answerError(error: unknown, req: IncomingMessage, res: ServerResponse, requestId: string): void {
  // Half an answer cannot be taken back; the broken connection tells the client.
  if (res.headersSent) {
    res.destroy();
    return;
  }
  const known = error instanceof S3Error ? error : undefined;
  if (!known && !res.destroyed) console.error('S3', req.method, error);
  const { code, status, message, headers } =
    known ?? new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  const resource = (req.url ?? '/').split('?')[0] ?? '/';
  if (req.method === 'HEAD') send(res, status, headers);
  else sendXml(res, status, errorDocument(code, message, resource, requestId), headers);
}

async function serve(store: Store, req: IncomingMessage, res: ServerResponse): Promise<void> {
  const requestId = randomUUID();
  res.setHeader('x-amz-request-id', requestId);
  try {
    await dispatch(store, req, res);
  } catch (error) {
    answerError(error, req, res, requestId);
  } finally {
    // A body that was refused half-way still has to go, or the next request on this connection never comes.
    if (!req.readableEnded) req.resume();
  }
}

/**
 * S3's REST interface over a folder: what this project uses of it, with S3's own errors, and 501 for the rest.
 * Objects are streamed, durable before they are answered, and survive the process being killed at any moment.
 */
export function createS3Server(options: S3Options): S3Server {
  const store = openStore(options);
  const underWay = new Set<Promise<void>>();
  let closing = false;
  return {
    handle: (req, res) => {
      if (closing) {
        answerError(new S3Error('ServiceUnavailable', 'Shutting down.'), req, res, randomUUID());
        return;
      }
      const work = serve(store, req, res).finally(() => underWay.delete(work));
      underWay.add(work);
    },
    ensureBucket: async (name, config) => {
      store.buckets.set(name, { ...config, versioned: config.versioned || config.objectLock !== undefined });
    },
    resume: async () => {
      await store.blobs.collectGarbage();
      await store.notifier.resume();
    },
    idle: () => underWay.size === 0 && store.notifier.pending() === 0,
    close: async () => {
      closing = true;
      await Promise.allSettled(underWay);
      store.notifier.close();
      store.database.sql.close();
    },
  };
}
