import type { Returned } from '../package/correction.ts';
import { PackageManifest } from '../schemas/package.ts';
import type { ApplicationRecord } from '../schemas/records.ts';
import type { Bucket } from './buckets.ts';
import { Kept } from './kept.ts';

/** Where an accepted package lies: under its content's hash, so that names cannot collide and nothing is overwritten by something else. */
export const packageKey = (roundId: string, applicationId: string, sha256: string) =>
  `evidence/${roundId}/${applicationId}/${sha256}.zip`;
export const manifestKey = (roundId: string, applicationId: string, sha256: string) =>
  `evidence/${roundId}/${applicationId}/${sha256}.json`;
/** Where the attachments of all versions of an application lie, each under the hash of its own content. */
export const filesPrefix = (roundId: string, applicationId: string) => `evidence/${roundId}/${applicationId}/files/`;
export const fileKey = (roundId: string, applicationId: string, sha256: string) =>
  `${filesPrefix(roundId, applicationId)}${sha256}`;

const manifests = new Kept<PackageManifest>(200);

/** The manifest of an application's current version; under its hash it never changes. */
export function loadManifest(
  evidence: Bucket,
  application: { roundId: string; applicationId: string; packageSha256: string },
): Promise<PackageManifest> {
  const key = manifestKey(application.roundId, application.applicationId, application.packageSha256);
  return manifests.get(key, async () => PackageManifest.parse(await evidence.readJson(key)));
}

/** What later versions of an application are held against once it was returned; null where everything may change. */
export async function loadReturned(evidence: Bucket, application: ApplicationRecord | null): Promise<Returned | null> {
  if (application?.correction === undefined) return null;
  const { asked, version, packageSha256 } = application.correction;
  return { asked, version, content: await loadManifest(evidence, { ...application, packageSha256 }) };
}
