/** What requests of S3 need. */
import type { S3Request } from '../s3/request.ts';
import type { Need } from './need.ts';

/** Actions on the object; those of S3 that are called otherwise than the operation, or need more. */
const ON_OBJECT: Record<string, string> = {
  PutObject: 'PutObject',
  PostObject: 'PutObject',
  CreateMultipartUpload: 'PutObject',
  UploadPart: 'PutObject',
  CompleteMultipartUpload: 'PutObject',
  AbortMultipartUpload: 'AbortMultipartUpload',
  ListParts: 'ListMultipartUploadParts',
};
const ON_BUCKET: Record<string, string> = {
  ListObjectsV2: 'ListBucket',
  ListMultipartUploads: 'ListBucketMultipartUploads',
};
/** What may be said of a new object only by who may say it of an old one. */
const BY_HEADER: Record<string, string> = {
  'x-amz-object-lock-mode': 'PutObjectRetention',
  'x-amz-object-lock-legal-hold': 'PutObjectLegalHold',
  'x-amz-tagging': 'PutObjectTagging',
};

type Asked = Pick<S3Request, 'bucket' | 'key' | 'query' | 'header'>;

const versioned = (action: string, version: boolean): string => (version ? `${action}Version` : action);

export function needsOfStorage(operation: string, request: Asked, partition: string): Need[] {
  const bucketArn = `arn:${partition}:s3:::${request.bucket}`;
  const need = (action: string, resource = `${bucketArn}/${request.key}`): Need => ({
    action: `s3:${action}`,
    resource,
  });
  const named = request.query.has('versionId');
  const onBucket = ON_BUCKET[operation];
  if (onBucket !== undefined) return [need(onBucket, bucketArn)];
  if (operation === 'GetObject' || operation === 'HeadObject') return [need(versioned('GetObject', named))];
  if (operation === 'DeleteObject') return [need(versioned('DeleteObject', named))];
  // The keys stand in the body: whoever may delete all of them may delete these.
  if (operation === 'DeleteObjects') return [need('DeleteObject', `${bucketArn}/*`)];
  const more = Object.entries(BY_HEADER).flatMap(([header, action]) =>
    request.header(header) === undefined ? [] : [need(action)],
  );
  if (operation === 'CopyObject') return [copied(request, partition), need('PutObject'), ...more];
  return [need(ON_OBJECT[operation] ?? operation), ...more];
}

function copied(request: Asked, partition: string): Need {
  const [path = '', query = ''] = (request.header('x-amz-copy-source') ?? '').replace(/^\//, '').split('?');
  const action = versioned('s3:GetObject', query.includes('versionId='));
  return { action, resource: `arn:${partition}:s3:::${decodeURIComponent(path)}` };
}

/** Without this S3 does not tell that an object is not there. */
export const needToMiss = ({ bucket }: Asked, partition: string): Need => ({
  action: 's3:ListBucket',
  resource: `arn:${partition}:s3:::${bucket}`,
});
