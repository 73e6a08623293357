import type { Deps } from '../../../shared/deps.ts';
import type { Entry } from '../../../shared/domain/diagnostics.ts';
import {
  ApplicationRecord,
  AwardRecord,
  type PlaceRecord,
  ScoreRecord,
  UploadRecord,
} from '../../../shared/schemas/records.ts';
import { categoryOf, keys } from '../../../shared/store/keys.ts';
import { getMany } from '../../../shared/store/many.ts';
import { loadAllPlaces } from '../../../shared/store/places.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { MOST_APPLICATIONS, scoresAreOut, slotsUpTo, stageOf } from './console.ts';

const Known = ApplicationRecord.pick({ applicationId: true, district: true, status: true });
const Scored = ScoreRecord.pick({ applicationId: true });
const Awarded = AwardRecord.pick({ awardId: true, status: true });
const Uploaded = UploadRecord.pick({ uploadId: true });

/** Whether anything came for a slot takes a look of its own; where so many have no accepted package it is not looked. */
const MOST_LOOKS = 2000;

/** How far every invitation has come; null where there are more than a page can count. */
export async function loadEntries(deps: Deps, roundId: string): Promise<Entry[] | null> {
  const { table } = deps;
  const ids = await slotsUpTo(deps, roundId, MOST_APPLICATIONS);
  if (ids.length > MOST_APPLICATIONS) return null;
  const [found, stage, places, awards] = await Promise.all([
    getMany(table, ids.map(keys.application), Known),
    stageOf(deps, roundId),
    loadAllPlaces(table, roundId),
    table.all(keys.awardsPk(roundId), Awarded),
  ]);
  const applications = new Map(found.map((one) => [one.applicationId, one]));
  const recommended = found.filter(({ status }) => status === 'recommended').map(({ applicationId }) => applicationId);
  const scored = new Set(
    stage === 'experts' || scoresAreOut(stage)
      ? (await getMany(table, recommended.map(keys.score), Scored)).map(({ applicationId }) => applicationId)
      : [],
  );
  const uploaded = await uploadedOf(
    deps,
    ids.filter((id) => !applications.has(id)),
  );
  const listed = new Set(places.filter(isListed).map(({ applicationId }) => applicationId));
  const awarded = new Map(awards.map((award) => [award.awardId, award.status]));
  return ids.map((applicationId): Entry => {
    const application = applications.get(applicationId);
    return {
      applicationId,
      category: categoryOf(applicationId),
      district: application?.district ?? null,
      received: application !== undefined ? true : uploaded === null ? null : uploaded.has(applicationId),
      status: application?.status ?? null,
      scored: scored.has(applicationId),
      shortlisted: listed.has(applicationId),
      awarded: awarded.has(applicationId) && awarded.get(applicationId) !== 'declined',
      // Also where it was asked back later.
      paid: ['paid', 'revoked'].includes(awarded.get(applicationId) ?? ''),
    };
  });
}

const isListed = ({ state }: PlaceRecord) => state === 'shortlisted' || state === 'confirmed';

/** For which of these slots something was uploaded; null where there are too many to look. */
async function uploadedOf({ table }: Deps, ids: string[]): Promise<Set<string> | null> {
  if (ids.length > MOST_LOOKS) return null;
  const found = await forEachId(ids, async (id) => {
    const { items } = await table.page(keys.applicationPk(id), Uploaded, { prefix: 'UPLOAD#', limit: 1 });
    return items.length > 0 ? [id] : [];
  });
  return new Set(found.flat());
}
