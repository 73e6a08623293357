import { certificateHash } from '../../domain/certificate.ts';
import type { Ranking } from '../../domain/ranking.ts';
import { CATEGORIES, type Category } from '../../schemas/basics.ts';
import type { Certificate, CertifiedPlace } from '../../schemas/certificate.ts';
import { certificatesOf } from '../certificates.ts';
import type { RoundExport } from '../schema.ts';
import { differ, index } from './differ.ts';
import { type Recomputed, scoredOf } from './scores.ts';

/** The certificates anew, from the recomputed totals. */
export const recomputedCertificates = (
  exported: RoundExport,
  scores: Recomputed[],
  rankings: Record<Category, Ranking>,
): Certificate[] => certificatesOf(exported, scoredOf(scores), rankings);

/** 五(三): every certificate is the one that the sheets, registers and recorded orders make, part by part. */
export function checkCertificates(
  exported: Pick<RoundExport, 'policy' | 'certificates'>,
  recomputed: Certificate[],
): string[] {
  return CATEGORIES.flatMap((category) => {
    const { title } = exported.policy.categories[category];
    const made = recomputed.find((one) => one.category === category);
    const recorded = exported.certificates.filter((one) => one.category === category);
    if (recorded.length !== (made === undefined ? 0 : 1))
      return [`${title}应有 ${made === undefined ? 0 : 1} 份，实有 ${recorded.length} 份`];
    const [own] = recorded;
    return own === undefined || made === undefined ? [] : differences(title, own, made);
  });
}

function differences(title: string, recorded: Certificate, made: Certificate): string[] {
  const { places, sha256: _, ...parts } = recorded;
  return [
    ...differ(`${title}的证书哈希`, recorded.sha256, certificateHash(recorded)),
    ...(recorded.sha256 === made.sha256 ? [] : [...partsOf(title, parts, made), ...placesOf(places, made.places)]),
  ];
}

const partsOf = (title: string, recorded: Omit<Certificate, 'places' | 'sha256'>, made: Certificate): string[] =>
  Object.entries(recorded).flatMap(([part, value]) =>
    differ(`${title}的 ${part}`, value, made[part as keyof typeof recorded]),
  );

function placesOf(recorded: CertifiedPlace[], made: CertifiedPlace[]): string[] {
  const known = index(recorded, ({ applicationId }) => applicationId);
  return made.flatMap((place) =>
    differ(`${place.applicationId} 的证明`, known.get(place.applicationId) ?? null, place),
  );
}
