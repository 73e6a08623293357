import { notImplemented, S3Error } from './errors.ts';
import { assertUnlocked } from './lock.ts';
import type { Operation } from './operation.ts';
import { readDocument } from './payload.ts';
import type { S3Request } from './request.ts';
import { send, sendXml } from './respond.ts';
import { replaceVersion, type Store } from './store.ts';
import type { BucketConfig, StoredVersion, VersionData } from './types.ts';
import { newVersionId } from './versions.ts';
import { childText, document, element, optional, parseXml, type Xml, type XmlNode } from './xml.ts';

const MAX_KEYS = 1000;

interface Deletion {
  /** The version that was removed for ever. */
  removed?: StoredVersion;
  /** The delete marker that was put. */
  marker?: StoredVersion;
}

function bypasses(request: S3Request): boolean {
  return request.header('x-amz-bypass-governance-retention') === 'true';
}

function deleteMarker(store: Store, bucket: string, key: string): StoredVersion {
  const data: VersionData = {
    bucket,
    key,
    versionId: newVersionId(),
    deleteMarker: true,
    size: 0,
    etag: '',
    segments: [],
    modified: store.options.now(),
    headers: {},
  };
  return replaceVersion(store, data);
}

/** @throws S3Error AccessDenied for a locked version. Removing what is not there is a success, as on S3. */
function deleteOne(
  store: Store,
  config: BucketConfig,
  at: { bucket: string; key: string; versionId: string | undefined },
  bypass: boolean,
): Deletion {
  return store.database.transaction(() => {
    if (at.versionId === undefined && config.versioned) return { marker: deleteMarker(store, at.bucket, at.key) };
    const version = store.versions.exact(at.bucket, at.key, at.versionId ?? 'null');
    if (!version) return {};
    assertUnlocked(version, store.options.now(), bypass);
    store.versions.remove(version);
    store.blobs.markGarbage(version.segments);
    return { removed: version };
  });
}

export const deleteObject: Operation = async ({ store, config, request, res }) => {
  if (request.header('if-match') !== undefined) throw notImplemented('If-Match on a deletion');
  const { bucket, key, query } = request;
  const versionId = query.get('versionId');
  const { removed, marker } = deleteOne(store, config, { bucket, key, versionId }, bypasses(request));
  await store.blobs.collectGarbage();
  const headers: Record<string, string> = {};
  if (marker) headers['x-amz-version-id'] = marker.versionId;
  else if (versionId !== undefined) headers['x-amz-version-id'] = versionId;
  if (marker || removed?.deleteMarker) headers['x-amz-delete-marker'] = 'true';
  send(res, 204, headers);
};

function deleteListed(
  store: Store,
  config: BucketConfig,
  request: S3Request,
  node: XmlNode,
  quiet: boolean,
): Xml | undefined {
  const key = childText(node, 'Key') ?? '';
  const versionId = childText(node, 'VersionId');
  try {
    const { removed, marker } = deleteOne(store, config, { bucket: request.bucket, key, versionId }, bypasses(request));
    if (quiet) return undefined;
    const gone = marker ?? (removed?.deleteMarker ? removed : undefined);
    return element('Deleted', [
      element('Key', key),
      optional('VersionId', versionId),
      gone && element('DeleteMarker', true),
      gone && element('DeleteMarkerVersionId', gone.versionId),
    ]);
  } catch (error) {
    if (!(error instanceof S3Error)) throw error;
    return element('Error', [
      element('Key', key),
      optional('VersionId', versionId),
      element('Code', error.code),
      element('Message', error.message),
    ]);
  }
}

export const deleteObjects: Operation = async ({ store, config, request, res, payloadHash }) => {
  const root = parseXml(await readDocument(request, payloadHash, true), 'Delete');
  const objects = root.children.filter((child) => child.name === 'Object');
  const conditional = objects.some((node) => node.children.some(({ name }) => name !== 'Key' && name !== 'VersionId'));
  if (conditional) throw notImplemented('conditions on a deletion');
  if (objects.length === 0 || objects.length > MAX_KEYS || objects.some((node) => !childText(node, 'Key'))) {
    throw new S3Error('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
  const quiet = childText(root, 'Quiet') === 'true';
  const results = objects.map((node) => deleteListed(store, config, request, node, quiet));
  await store.blobs.collectGarbage();
  sendXml(res, 200, document('DeleteResult', results));
};
