import { checksumHeaders, storedHeaders } from './attributes.ts';
import { isCrc } from './checksums.ts';
import { S3Error } from './errors.ts';
import { countParameter, keyEncoder } from './list.ts';
import { requestedLock } from './lock.ts';
import type { Call, Operation } from './operation.ts';
import { knownAlgorithm, receivePayload } from './payload.ts';
import type { S3Request } from './request.ts';
import { send, sendXml } from './respond.ts';
import type { Store } from './store.ts';
import type { StoredChecksum } from './types.ts';
import type { Part, Upload } from './uploads.ts';
import { document, element, optional } from './xml.ts';

const MAX_PART_NUMBER = 10_000;
const MAX_PART_BYTES = 5 * 1024 ** 3;
const MAX_LISTED = 1000;

function noSuchUpload(): S3Error {
  return new S3Error(
    'NoSuchUpload',
    'The specified multipart upload does not exist. It may have been aborted or completed.',
  );
}

/** @throws S3Error NoSuchUpload */
export function findUpload(store: Store, request: S3Request): Upload {
  const upload = store.uploads.get(request.query.get('uploadId') ?? '', request.bucket, request.key);
  if (!upload) throw noSuchUpload();
  return upload;
}

/** @throws S3Error InvalidRequest for a combination that S3 does not have */
function chosenChecksum(request: S3Request): { checksum?: Pick<StoredChecksum, 'algorithm' | 'type'> } {
  const name = request.header('x-amz-checksum-algorithm');
  const type = request.header('x-amz-checksum-type');
  if (name === undefined) {
    if (type === undefined) return {};
    throw new S3Error(
      'InvalidRequest',
      'The x-amz-checksum-type header can only be used with x-amz-checksum-algorithm.',
    );
  }
  const algorithm = knownAlgorithm(name);
  const chosen = type ?? (algorithm === 'crc64nvme' ? 'FULL_OBJECT' : 'COMPOSITE');
  const possible = chosen === 'FULL_OBJECT' ? isCrc(algorithm) : chosen === 'COMPOSITE' && algorithm !== 'crc64nvme';
  if (!possible) throw new S3Error('InvalidRequest', `The ${chosen} checksum type cannot be used with ${name}.`);
  return { checksum: { algorithm, type: chosen === 'FULL_OBJECT' ? 'FULL_OBJECT' : 'COMPOSITE' } };
}

export const createMultipartUpload: Operation = ({ store, config, request, res }) => {
  const upload = store.uploads.create({
    bucket: request.bucket,
    key: request.key,
    initiated: store.options.now(),
    headers: storedHeaders(request),
    ...requestedLock(request, config, store.options.now()),
    ...chosenChecksum(request),
  });
  const headers: Record<string, string> = upload.checksum
    ? {
        'x-amz-checksum-algorithm': upload.checksum.algorithm.toUpperCase(),
        'x-amz-checksum-type': upload.checksum.type,
      }
    : {};
  const body = document('InitiateMultipartUploadResult', [
    element('Bucket', upload.bucket),
    element('Key', upload.key),
    element('UploadId', upload.id),
  ]);
  sendXml(res, 200, body, headers);
};

function partNumber(request: S3Request): number {
  const number = Number(request.query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= MAX_PART_NUMBER) return number;
  throw new S3Error('InvalidArgument', `Part number must be an integer between 1 and ${MAX_PART_NUMBER}, inclusive`);
}

async function storePart(call: Call, upload: Upload, number: number): Promise<Part> {
  const { store, config, request, payloadHash } = call;
  const locked = config.objectLock !== undefined;
  const wanted = upload.checksum?.algorithm;
  const { received, checksum } = await receivePayload(request, store.blobs, payloadHash, locked, wanted);
  try {
    if (wanted !== undefined && checksum?.algorithm !== wanted) {
      const message = `Checksum Type mismatch occurred, expected checksum Type: ${wanted}, actual: ${checksum?.algorithm}`;
      throw new S3Error('InvalidRequest', message);
    }
    await store.blobs.keep(received);
    const { blob, size } = received;
    const etag = received.md5.toString('hex');
    const part: Part = { number, blob, size, etag, modified: store.options.now(), ...(checksum && { checksum }) };
    store.database.transaction(() => {
      if (!store.uploads.get(upload.id, upload.bucket, upload.key)) throw noSuchUpload();
      store.blobs.markGarbage(store.uploads.parts(upload.id).filter((other) => other.number === number));
      store.uploads.putPart(upload.id, part);
    });
    return part;
  } catch (error) {
    await store.blobs.discard(received);
    throw error;
  }
}

export const uploadPart: Operation = async (call) => {
  const { store, request, res } = call;
  const number = partNumber(request);
  const upload = findUpload(store, request);
  if (Number(request.header('content-length') ?? 0) > MAX_PART_BYTES) {
    throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');
  }
  const part = await storePart(call, upload, number);
  await store.blobs.collectGarbage();
  const { 'x-amz-checksum-type': _whole, ...checksum } = checksumHeaders(
    part.checksum && { ...part.checksum, type: 'FULL_OBJECT' },
  );
  send(res, 200, { etag: `"${part.etag}"`, ...checksum });
};

export const abortMultipartUpload: Operation = async ({ store, request, res }) => {
  const upload = findUpload(store, request);
  store.database.transaction(() => {
    store.blobs.markGarbage(store.uploads.parts(upload.id));
    store.uploads.remove(upload.id);
  });
  await store.blobs.collectGarbage();
  send(res, 204);
};

export const listParts: Operation = ({ store, request, res }) => {
  const upload = findUpload(store, request);
  const encode = keyEncoder(request);
  const limit = countParameter(request, 'max-parts', MAX_LISTED);
  const marker = request.query.has('part-number-marker')
    ? countParameter(request, 'part-number-marker', MAX_PART_NUMBER)
    : 0;
  const rest = store.uploads.parts(upload.id).filter(({ number }) => number > marker);
  const page = rest.slice(0, limit);
  const truncated = rest.length > page.length;
  const body = document('ListPartsResult', [
    element('Bucket', upload.bucket),
    element('Key', encode(upload.key)),
    element('UploadId', upload.id),
    optional('ChecksumAlgorithm', upload.checksum?.algorithm.toUpperCase()),
    optional('ChecksumType', upload.checksum?.type),
    element('StorageClass', upload.headers['x-amz-storage-class'] ?? 'STANDARD'),
    element('PartNumberMarker', marker),
    optional('NextPartNumberMarker', truncated ? page.at(-1)?.number : undefined),
    element('MaxParts', limit),
    element('IsTruncated', truncated),
    ...page.map((part) =>
      element('Part', [
        element('PartNumber', part.number),
        element('LastModified', new Date(part.modified).toISOString()),
        element('ETag', `"${part.etag}"`),
        element('Size', part.size),
        part.checksum && element(`Checksum${part.checksum.algorithm.toUpperCase()}`, part.checksum.value),
      ]),
    ),
  ]);
  sendXml(res, 200, body);
};

export const listMultipartUploads: Operation = ({ store, request, res }) => {
  const { bucket, query } = request;
  const encode = keyEncoder(request);
  const limit = countParameter(request, 'max-uploads', MAX_LISTED);
  const [keyMarker, idMarker] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const prefix = query.get('prefix') ?? '';
  // A key marker alone skips all uploads of that key; no id is greater than this character.
  const rest = store.uploads
    .list(bucket, keyMarker, keyMarker !== '' && idMarker === '' ? '\u{10FFFF}' : idMarker)
    .filter(({ key }) => key.startsWith(prefix));
  const page = rest.slice(0, limit);
  const last = rest.length > page.length ? page.at(-1) : undefined;
  const body = document('ListMultipartUploadsResult', [
    element('Bucket', bucket),
    element('Prefix', encode(prefix)),
    element('KeyMarker', encode(keyMarker)),
    element('UploadIdMarker', idMarker),
    optional('NextKeyMarker', last && encode(last.key)),
    optional('NextUploadIdMarker', last?.id),
    optional('EncodingType', query.get('encoding-type')),
    element('MaxUploads', limit),
    element('IsTruncated', rest.length > page.length),
    ...page.map((upload) =>
      element('Upload', [
        element('Key', encode(upload.key)),
        element('UploadId', upload.id),
        element('StorageClass', upload.headers['x-amz-storage-class'] ?? 'STANDARD'),
        element('Initiated', new Date(upload.initiated).toISOString()),
      ]),
    ),
  ]);
  sendXml(res, 200, body);
};
