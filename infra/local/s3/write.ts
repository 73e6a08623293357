import { checksumHeaders, createdHeaders, storedHeaders, versionHeader } from './attributes.ts';
import { readAllowed, writeGuard } from './conditions.ts';
import { S3Error } from './errors.ts';
import { requestedLock } from './lock.ts';
import type { Operation } from './operation.ts';
import { headerChecksum, knownAlgorithm, receivePayload } from './payload.ts';
import { findVersion } from './read.ts';
import type { S3Request } from './request.ts';
import { send, sendXml } from './respond.ts';
import { bucketConfig, createFrom } from './store.ts';
import type { StoredVersion } from './types.ts';
import { document, element, optional } from './xml.ts';

/** S3's greatest single upload: 5 GiB. */
const MAX_PUT_BYTES = 5 * 1024 ** 3;

export const putObject: Operation = async ({ store, config, request, res, payloadHash }) => {
  const guard = writeGuard(request);
  const attributes = { headers: storedHeaders(request), ...requestedLock(request, config, store.options.now()) };
  if (Number(request.header('content-length') ?? 0) > MAX_PUT_BYTES) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  }
  const { received, checksum } = await receivePayload(
    request,
    store.blobs,
    payloadHash,
    config.objectLock !== undefined,
  );
  const draft = {
    bucket: request.bucket,
    key: request.key,
    ...attributes,
    ...(checksum && { checksum: { ...checksum, type: 'FULL_OBJECT' as const } }),
  };
  const version = await createFrom(store, received, draft, 'PutObject', guard);
  send(res, 200, createdHeaders(version));
};

/** `/bucket/key?versionId=…`, URL-encoded, with or without the first slash. @throws S3Error InvalidArgument */
function parseCopySource(header: string): { bucket: string; key: string; versionId: string | undefined } {
  const [path = '', query = ''] = header.replace(/^\//, '').split('?');
  try {
    const decoded = decodeURIComponent(path);
    const slash = decoded.indexOf('/');
    const versionId = new URLSearchParams(query).get('versionId') ?? undefined;
    if (slash > 0 && slash < decoded.length - 1) {
      return { bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1), versionId };
    }
  } catch {
    // Badly encoded: the same answer as to any other bad form.
  }
  throw new S3Error('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
}

function copiedHeaders(request: S3Request, source: StoredVersion): Record<string, string> {
  const directive = request.header('x-amz-metadata-directive') ?? 'COPY';
  if (directive === 'REPLACE') return storedHeaders(request);
  if (directive !== 'COPY') throw new S3Error('InvalidArgument', 'Unknown metadata directive.');
  // What it is comes along; how it is stored is the destination's matter.
  const described = Object.entries(source.headers).filter(
    ([name]) => !name.startsWith('x-amz-') || name.startsWith('x-amz-meta-'),
  );
  const stored = Object.entries(storedHeaders(request)).filter(([name]) => /^x-amz-(server|storage)/.test(name));
  return Object.fromEntries([...described, ...stored]);
}

export const copyObject: Operation = async ({ store, config, request, res }) => {
  const { bucket, key, versionId } = parseCopySource(request.header('x-amz-copy-source') ?? '');
  bucketConfig(store, bucket);
  const guard = writeGuard(request);
  const source = findVersion(store, bucket, key, versionId);
  if (!readAllowed(request, source, 'x-amz-copy-source-')) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  const sameObject = bucket === request.bucket && key === request.key && versionId === undefined;
  if (sameObject && request.header('x-amz-metadata-directive') !== 'REPLACE') {
    throw new S3Error(
      'InvalidRequest',
      'This copy request is illegal because it copies an object to itself unchanged.',
    );
  }
  if (headerChecksum(request)) throw new S3Error('InvalidRequest', 'A copy takes an algorithm, not a checksum.');
  const chosen = request.header('x-amz-checksum-algorithm');
  const algorithm = chosen ? knownAlgorithm(chosen) : source.checksum?.algorithm;
  const draft = {
    bucket: request.bucket,
    key: request.key,
    headers: copiedHeaders(request, source),
    ...requestedLock(request, config, store.options.now()),
  };
  const lease = store.blobs.lease(source.segments);
  const received = await store.blobs
    .receive(lease.read(0, source.size - 1), algorithm ? [algorithm] : [])
    .finally(lease.release);
  const value = algorithm && received.checksums.get(algorithm)?.toString('base64');
  const checksum = algorithm && value ? { checksum: { algorithm, value, type: 'FULL_OBJECT' as const } } : {};
  const version = await createFrom(store, received, { ...draft, ...checksum }, 'CopyObject', guard);
  const result = document('CopyObjectResult', [
    element('LastModified', new Date(version.modified).toISOString()),
    element('ETag', `"${version.etag}"`),
    version.checksum && element(`Checksum${version.checksum.algorithm.toUpperCase()}`, version.checksum.value),
    optional('ChecksumType', version.checksum?.type),
  ]);
  const sourceVersion: Record<string, string> =
    source.versionId === 'null' ? {} : { 'x-amz-copy-source-version-id': source.versionId };
  sendXml(res, 200, result, { ...versionHeader(version), ...checksumHeaders(version.checksum), ...sourceVersion });
};
