import { createHash } from 'node:crypto';
import { createdHeaders } from './attributes.ts';
import { createDigest } from './checksums.ts';
import { writeGuard } from './conditions.ts';
import { S3Error } from './errors.ts';
import { findUpload } from './multipart.ts';
import type { Call, Operation } from './operation.ts';
import { headerChecksum, readDocument } from './payload.ts';
import type { S3Request } from './request.ts';
import { sendXml } from './respond.ts';
import { createObject, type Store } from './store.ts';
import type { Segment, StoredChecksum, StoredVersion } from './types.ts';
import type { Part, Upload } from './uploads.ts';
import { childText, document, element, optional, parseXml, type XmlNode } from './xml.ts';

/** Every part but the last has at least 5 MiB. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

function invalidPart(): S3Error {
  const message =
    'One or more of the specified parts could not be found, or its entity tag or checksum does not match.';
  return new S3Error('InvalidPart', message);
}

/** The stored parts that the client lists, in its order. @throws S3Error MalformedXML, InvalidPart… */
function listedParts(upload: Upload, stored: Part[], root: XmlNode): Part[] {
  const byNumber = new Map(stored.map((part) => [part.number, part]));
  let previous = 0;
  const parts = root.children
    .filter(({ name }) => name === 'Part')
    .map((node) => {
      const number = Number(childText(node, 'PartNumber'));
      const part = byNumber.get(number);
      if (number <= previous) {
        throw new S3Error('InvalidPartOrder', 'The list of parts was not in ascending order of part number.');
      }
      previous = number;
      if (!part || childText(node, 'ETag')?.replaceAll('"', '') !== part.etag) throw invalidPart();
      assertPartChecksum(upload, part, node);
      return part;
    });
  if (parts.length === 0) throw new S3Error('MalformedXML', 'You must specify at least one part');
  if (parts.slice(0, -1).some(({ size }) => size < MIN_PART_BYTES)) {
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size');
  }
  return parts;
}

function assertPartChecksum(upload: Upload, part: Part, node: XmlNode): void {
  const sent = node.children.find(({ name }) => name.startsWith('Checksum'));
  if (sent) {
    const name = part.checksum && `Checksum${part.checksum.algorithm.toUpperCase()}`;
    if (sent.name !== name || sent.text !== part.checksum?.value) throw invalidPart();
  } else if (upload.checksum?.type === 'COMPOSITE') {
    const message = `The upload was created using a ${upload.checksum.algorithm} checksum. The complete request must include the checksum for each part.`;
    throw new S3Error('InvalidRequest', message);
  }
}

function composite(algorithm: string, parts: Part[]): string {
  const digest = createDigest(algorithm);
  for (const { checksum } of parts) digest.update(Buffer.from(checksum?.value ?? '', 'base64'));
  return `${digest.value().toString('base64')}-${parts.length}`;
}

async function fullObject(store: Store, algorithm: string, segments: Segment[], size: number): Promise<string> {
  const digest = createDigest(algorithm);
  const lease = store.blobs.lease(segments);
  try {
    for await (const chunk of lease.read(0, size - 1)) digest.update(chunk);
  } finally {
    lease.release();
  }
  return digest.value().toString('base64');
}

/** The object's checksum as chosen at the beginning, or as the client asserts it now. @throws S3Error BadDigest */
async function wholeChecksum(
  { store, request }: Call,
  upload: Upload,
  parts: Part[],
  size: number,
): Promise<{ checksum?: StoredChecksum }> {
  const sent = headerChecksum(request);
  const algorithm = upload.checksum?.algorithm ?? sent?.algorithm;
  if (algorithm === undefined) return {};
  const type = upload.checksum?.type ?? 'FULL_OBJECT';
  const value = type === 'COMPOSITE' ? composite(algorithm, parts) : await fullObject(store, algorithm, parts, size);
  const sameType = (request.header('x-amz-checksum-type') ?? type) === type;
  if (
    !sameType ||
    (sent && (sent.algorithm !== algorithm || sent.value.replace(/-\d+$/, '') !== value.replace(/-\d+$/, '')))
  ) {
    throw new S3Error('BadDigest', 'The checksum you specified did not match the calculated checksum.');
  }
  return { checksum: { algorithm, value, type } };
}

async function complete(call: Call, upload: Upload, root: XmlNode): Promise<StoredVersion> {
  const { store, request } = call;
  const guard = writeGuard(request);
  const stored = store.uploads.parts(upload.id);
  const parts = listedParts(upload, stored, root);
  const size = parts.reduce((sum, part) => sum + part.size, 0);
  const announced = request.header('x-amz-mp-object-size');
  if (announced !== undefined && Number(announced) !== size) {
    throw new S3Error('InvalidRequest', 'The provided x-amz-mp-object-size does not match the size of the parts.');
  }
  const md5s = Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, 'hex')));
  const { bucket, key, headers, lock, legalHold } = upload;
  const draft = {
    bucket,
    key,
    headers,
    ...(lock && { lock }),
    ...(legalHold && { legalHold }),
    size,
    etag: `${createHash('md5').update(md5s).digest('hex')}-${parts.length}`,
    segments: parts.map((part) => ({ blob: part.blob, size: part.size })),
    uploadId: upload.id,
    ...(await wholeChecksum(call, upload, parts, size)),
  };
  return createObject(store, draft, 'CompleteMultipartUpload', guard, () => {
    // A part may have been replaced, or the upload aborted, while the checksum was computed.
    const now = new Map(store.uploads.parts(upload.id).map((part) => [part.blob, part]));
    if (parts.some(({ blob }) => !now.has(blob))) throw invalidPart();
    for (const { blob } of parts) now.delete(blob);
    store.blobs.markGarbage([...now.values()]);
    store.uploads.remove(upload.id);
  });
}

function completionDocument(request: S3Request, version: StoredVersion): string {
  const { bucket, key, etag, checksum } = version;
  return document('CompleteMultipartUploadResult', [
    element('Location', `http://${request.message.headers.host}${request.rawPath}`),
    element('Bucket', bucket),
    element('Key', key),
    element('ETag', `"${etag}"`),
    checksum && element(`Checksum${checksum.algorithm.toUpperCase()}`, checksum.value),
    optional('ChecksumType', checksum?.type),
  ]);
}

/**
 * A client that lost the answer asks again and must not take its finished upload for a failed one: the same answer is
 * given as long as the object is there.
 */
export const completeMultipartUpload: Operation = async (call) => {
  const { store, request, res, payloadHash } = call;
  const root = parseXml(await readDocument(request, payloadHash, false), 'CompleteMultipartUpload');
  const before = store.versions.byUpload(request.query.get('uploadId') ?? '');
  const repeated = before?.bucket === request.bucket && before.key === request.key ? before : undefined;
  const version = repeated ?? (await complete(call, findUpload(store, request), root));
  sendXml(res, 200, completionDocument(request, version), { ...createdHeaders(version) });
};
