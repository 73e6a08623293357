import { completeMultipartUpload } from './complete.ts';
import { deleteObject, deleteObjects } from './delete.ts';
import { notImplemented } from './errors.ts';
import { listObjectsV2 } from './list.ts';
import {
  abortMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart,
} from './multipart.ts';
import type { Operation } from './operation.ts';
import { getObject, headObject } from './read.ts';
import type { S3Request } from './request.ts';
import { copyObject, putObject } from './write.ts';

interface Route {
  name: string;
  method: string;
  on: 'bucket' | 'object';
  /** Query parameters that tell this operation from others. */
  marks: string[];
  /** Query parameters it understands besides. */
  parameters: string[];
  /** A header that tells it from the next one. */
  header?: string;
  run: Operation;
}

const READ = [
  'versionId',
  'response-cache-control',
  'response-content-disposition',
  'response-content-encoding',
  'response-content-language',
  'response-content-type',
  'response-expires',
];
const PAGE = ['prefix', 'encoding-type'];

function route(
  name: string,
  method: string,
  on: Route['on'],
  run: Operation,
  marks: string[],
  parameters: string[],
): Route {
  return { name, method, on, run, marks, parameters };
}

const LIST = ['delimiter', 'max-keys', 'continuation-token', 'start-after', 'fetch-owner'];
const UPLOAD_LIST = ['max-uploads', 'key-marker', 'upload-id-marker'];
const PART_LIST = ['max-parts', 'part-number-marker', 'encoding-type'];

const ROUTES: Route[] = [
  route('ListMultipartUploads', 'GET', 'bucket', listMultipartUploads, ['uploads'], [...PAGE, ...UPLOAD_LIST]),
  route('ListObjectsV2', 'GET', 'bucket', listObjectsV2, ['list-type'], [...PAGE, ...LIST]),
  route('DeleteObjects', 'POST', 'bucket', deleteObjects, ['delete'], []),
  route('ListParts', 'GET', 'object', listParts, ['uploadId'], PART_LIST),
  route('GetObject', 'GET', 'object', getObject, [], READ),
  route('HeadObject', 'HEAD', 'object', headObject, [], READ),
  { ...route('CopyObject', 'PUT', 'object', copyObject, [], []), header: 'x-amz-copy-source' },
  route('UploadPart', 'PUT', 'object', uploadPart, ['partNumber', 'uploadId'], []),
  route('PutObject', 'PUT', 'object', putObject, [], []),
  route('CreateMultipartUpload', 'POST', 'object', createMultipartUpload, ['uploads'], []),
  route('CompleteMultipartUpload', 'POST', 'object', completeMultipartUpload, ['uploadId'], []),
  route('AbortMultipartUpload', 'DELETE', 'object', abortMultipartUpload, ['uploadId'], []),
  route('DeleteObject', 'DELETE', 'object', deleteObject, [], ['versionId']),
];

/** The operation a request means. @throws S3Error NotImplemented, also for one parameter that the operation lacks */
export function findRoute(request: S3Request): Route {
  const on = request.key === '' ? 'bucket' : 'object';
  // `x-id` is the SDK's note to people; X-Amz- belongs to the signature, x-amz- are headers in disguise.
  const names = [...request.query.keys()].filter((name) => name !== 'x-id' && !/^x-amz-/i.test(name));
  const copies = request.header('x-amz-copy-source') !== undefined;
  const found = ROUTES.find(
    ({ method, on: target, marks, parameters, header }) =>
      method === request.method &&
      target === on &&
      marks.every((mark) => request.query.has(mark)) &&
      names.every((name) => marks.includes(name) || parameters.includes(name)) &&
      copies === (header === 'x-amz-copy-source'),
  );
  if (!found || (found.name === 'ListObjectsV2' && request.query.get('list-type') !== '2')) {
    throw notImplemented(
      `${request.method} on ${on === 'bucket' ? 'a bucket' : 'an object'} ${names.join(' ')}`.trim(),
    );
  }
  return found;
}
