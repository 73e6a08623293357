import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CallOf } from '../recording.ts';
import { type Performer, statusOf } from './performer.ts';

/** `/bucket/key?query` */
function addressOf(url: string): { Bucket: string; Key: string; query: URLSearchParams } {
  const { pathname, searchParams } = new URL(url, 'http://local');
  const path = decodeURIComponent(pathname.slice(1));
  const slash = path.indexOf('/');
  return slash < 0
    ? { Bucket: path, Key: '', query: searchParams }
    : { Bucket: path.slice(0, slash), Key: path.slice(slash + 1), query: searchParams };
}

/** The same objects with the same sizes, through the SDK; what is in them does not matter. A form's upload is a plain one. */
export function s3Player(endpoint: string, credentials: { accessKeyId: string; secretAccessKey: string }) {
  const client = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true, maxAttempts: 1 });
  let bytes = Buffer.alloc(0);
  const bodyOf = (size: number): Buffer => {
    if (bytes.length < size) bytes = Buffer.alloc(size, 'a');
    return bytes.subarray(0, size);
  };

  const put = ({ input }: CallOf<'s3'>): Performer => {
    const { Bucket, Key } = addressOf(input.location ?? input.url);
    const { headers } = input;
    const Body = bodyOf(Number(headers['x-amz-decoded-content-length'] ?? headers['content-length'] ?? 0));
    const asked = headers['x-amz-sdk-checksum-algorithm'];
    const checksum = asked === 'SHA256' ? { ChecksumAlgorithm: 'SHA256' as const } : {};
    return () => statusOf(client.send(new PutObjectCommand({ Bucket, Key, Body, ...checksum })));
  };
  const copy = ({ input }: CallOf<'s3'>): Performer => {
    const { Bucket, Key } = addressOf(input.url);
    const CopySource = input.headers['x-amz-copy-source'] ?? '';
    return () => statusOf(client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ChecksumAlgorithm: 'SHA256' })));
  };
  const get = ({ input }: CallOf<'s3'>): Performer => {
    const { Bucket, Key, query } = addressOf(input.url);
    const Range = input.headers['range'];
    if (Key === '') {
      const Prefix = query.get('prefix') ?? '';
      return () => statusOf(client.send(new ListObjectsV2Command({ Bucket, Prefix })));
    }
    return () =>
      statusOf(
        client
          .send(new GetObjectCommand({ Bucket, Key, ...(Range !== undefined && { Range }) }))
          .then(async (answer) => {
            await answer.Body?.transformToByteArray();
            return answer;
          }),
      );
  };
  const operations: Record<string, (call: CallOf<'s3'>) => Performer> = {
    PUT: (call) => (call.input.headers['x-amz-copy-source'] === undefined ? put(call) : copy(call)),
    POST: put,
    GET: get,
    HEAD: ({ input }) => {
      const { Bucket, Key } = addressOf(input.url);
      return () => statusOf(client.send(new HeadObjectCommand({ Bucket, Key })));
    },
    DELETE: ({ input }) => {
      const { Bucket, Key } = addressOf(input.url);
      return () => statusOf(client.send(new DeleteObjectCommand({ Bucket, Key })));
    },
  };
  return {
    /** Undefined for what no round does: uploads in parts. */
    prepare: (call: CallOf<'s3'>): Performer | undefined => {
      const known = call.operation !== 'POST' || call.input.location !== undefined;
      return known ? operations[call.operation]?.(call) : undefined;
    },
    stop: () => client.destroy(),
  };
}
