import type { Deps } from '../../../shared/deps.ts';
import type { PublicityForm, Shown } from '../../../shared/http/pages/showcase.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { PublicityRecord } from '../../../shared/schemas/publicity.ts';
import type { ApplicationRecord, AwardRecord } from '../../../shared/schemas/records.ts';
import { loadManifest } from '../../../shared/store/evidence.ts';
import { keys } from '../../../shared/store/keys.ts';
import { forEachId } from '../../../shared/store/roster.ts';
import { findApplication } from './application.ts';
import { loadAnnounced } from './round.ts';

/** Whether the award stands: what was given back, called off or revoked is not shown off with. */
const stands = ({ status }: Pick<AwardRecord, 'status'>): boolean =>
  !['declined', 'cancelled', 'revoked'].includes(status);

/** Winners that agreed and whose lists are announced, by rank. */
export async function loadShowcase(deps: Deps, roundId: string, policy: Policy): Promise<Shown[]> {
  const [records, awards] = await Promise.all([
    deps.table.all(keys.publicityPk(roundId), PublicityRecord),
    loadAnnounced(deps, roundId),
  ]);
  const summaries = new Map(
    records.flatMap(({ applicationId, consent, summary }) =>
      consent && summary !== undefined ? [[applicationId, summary]] : [],
    ),
  );
  const byId = new Map(awards.filter(stands).map((award) => [award.awardId, award]));
  const shown = await forEachId([...byId.keys()], async (id): Promise<Shown[]> => {
    const [award, summary] = [byId.get(id), summaries.get(id)];
    if (award === undefined || summary === undefined) return [];
    const application = await findApplication(deps, id);
    const district = policy.districts.find(({ code }) => code === application?.district)?.name ?? '';
    const { category, rank, name, title } = award;
    return [{ category, rank, name, title, district, summary }];
  });
  return shown.flat().toSorted((a, b) => a.rank - b.rank || (a.title < b.title ? -1 : 1));
}

/** What a winner is asked to agree to; null for who is none, or has nothing to show. */
export async function loadPublicity(
  deps: Deps,
  application: ApplicationRecord | null,
  award: AwardRecord | null,
): Promise<Pick<PublicityForm, 'summary' | 'record'> | null> {
  if (application === null || award === null || !stands(award)) return null;
  const { roundId, awardId, listNo } = award;
  const [announced, record, { publicSummary }] = await Promise.all([
    loadAnnounced(deps, roundId),
    deps.table.get(keys.publicity(roundId, awardId), PublicityRecord),
    loadManifest(deps.evidence, application),
  ]);
  if (publicSummary.trim() === '' || !announced.some((one) => one.listNo === listNo)) return null;
  return { summary: publicSummary, record };
}

/** Agrees to what was shown, or takes it back: the last word counts, whatever came before. */
export async function savePublicity(
  { table }: Deps,
  { applicationId, roundId, packageSha256 }: ApplicationRecord,
  agreed: { summary: string } | null,
  at: string,
): Promise<void> {
  const record: PublicityRecord = {
    ...{ entity: 'Publicity', roundId, applicationId, consent: agreed !== null, at },
    ...(agreed === null ? {} : { summary: agreed.summary, packageSha256 }),
  };
  await table.put(keys.publicity(roundId, applicationId), record, { replace: true });
}
