import type { Deps } from '../../../shared/deps.ts';
import type { PublicPlace } from '../../../shared/http/pages/notice.ts';
import { HttpProblem } from '../../../shared/http/problems.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { ApplicationRecord, type NoticeDocument, type NoticeVersion } from '../../../shared/schemas/records.ts';
import { keys } from '../../../shared/store/keys.ts';
import { getMany } from '../../../shared/store/many.ts';
import { loadDocument, loadNotice, versionsOf } from '../../../shared/store/notices.ts';
import { loadAllPlaces } from '../../../shared/store/places.ts';

const Known = ApplicationRecord.pick({ applicationId: true, name: true, title: true, district: true });

/** Every place that has been in a public notice, in the order of the categories and ranks. */
export async function loadPublicPlaces(deps: Deps, roundId: string, policy: Policy): Promise<PublicPlace[]> {
  const places = (await loadAllPlaces(deps.table, roundId)).filter((place) => place.noticeEndsAt !== null);
  const found = await getMany(
    deps.table,
    places.map(({ applicationId }) => keys.application(applicationId)),
    Known,
  );
  const known = new Map(found.map((one) => [one.applicationId, one]));
  return places.map((place) => {
    const { name = '', title = '', district: code = null } = known.get(place.applicationId) ?? {};
    const district = policy.districts.find((one) => one.code === code)?.name ?? '';
    return { place, name, title, district };
  });
}

export interface LoadedVersion {
  version: NoticeVersion;
  versions: NoticeVersion[];
  document: NoticeDocument;
}

/** A version of a round's notice, or the one that is in force. @throws HttpProblem where there is none, or none of this number */
export async function needVersion(deps: Deps, policy: Policy, roundId: string, no?: number): Promise<LoadedVersion> {
  const record = await loadNotice(deps.table, roundId);
  if (record === null) throw new HttpProblem('notice.not-published');
  const versions = versionsOf(record);
  const version = versions.find((one) => one.version === (no ?? record.version));
  if (version === undefined) throw new HttpProblem('page.not-found');
  return { version, versions, document: await loadDocument(deps, policy, { roundId, ...version }) };
}
