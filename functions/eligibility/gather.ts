import { ONE_ENTRY } from '../../shared/domain/eligibility/common.ts';
import type { ClaimedPilot, EligibilityInput } from '../../shared/domain/eligibility.ts';
import type { PackageManifest } from '../../shared/schemas/package.ts';
import { ApplicationRecord, type RoundRecord } from '../../shared/schemas/records.ts';
import { applicationIdOf, keys } from '../../shared/store/keys.ts';
import { registerRow, registerRows, servedPilots } from '../../shared/store/registers.ts';
import type { Table } from '../../shared/store/table.ts';

/** The rows of the pinned registers that speak of this applicant or of the enterprises it names. */
export async function gather(table: Table, registers: RoundRecord['registers'], manifest: PackageManifest) {
  const { uscc } = manifest;
  const pilotOf = (code: string) => registerRow(table, 'pilots', registers.pilots, code);
  const enterprise = manifest.category === 'benchmark-enterprise';
  const [pilot, provider, dishonesty, accidents, served, claimedPilots] = await Promise.all([
    enterprise ? pilotOf(uscc) : null,
    enterprise ? null : registerRow(table, 'providers', registers.providers, uscc),
    registerRows(table, 'dishonesty', registers.dishonesty, `${uscc}#`),
    registerRows(table, 'accidents', registers.accidents, `${uscc}#`),
    manifest.category === 'service-provider' ? servedPilots(table, registers.pilots, uscc) : [],
    Promise.all(
      claimed(manifest).map(async (code): Promise<ClaimedPilot> => {
        const row = await pilotOf(code);
        return row === null ? { uscc: code, found: false } : { ...row, found: true };
      }),
    ),
  ]);
  return { pilot, provider, dishonesty, accidents, servedPilots: served, claimedPilots };
}

/** Whom the applicant has served as a provider, whatever it applies with: they are concerned as well (回避). */
export const servedBy = (table: Table, registers: RoundRecord['registers'], { category, uscc }: PackageManifest) =>
  category === 'benchmark-enterprise' ? [] : servedPilots(table, registers.pilots, uscc);

function claimed(manifest: PackageManifest): string[] {
  switch (manifest.category) {
    case 'benchmark-enterprise':
      return [];
    case 'service-provider':
      return manifest.served.map((enterprise) => enterprise.uscc);
    case 'solution-product':
    case 'chain-case':
      return manifest.landed.map((enterprise) => enterprise.uscc);
    default:
      return manifest satisfies never;
  }
}

/** What else the applicant has entered in a category where one entry is all there may be; what was taken back does not count. */
export async function otherEntries(
  table: Table,
  { roundId, uscc, category, applicationNo }: PackageManifest,
  invitations: string,
): Promise<EligibilityInput['otherEntries']> {
  if (!ONE_ENTRY.includes(category)) return [];
  const rows = await registerRows(table, 'invitations', invitations, `${uscc}#${category}#`);
  const others = rows.filter((row) => row.applicationNo !== applicationNo);
  const found = await Promise.all(
    others.map((row) =>
      table.get(keys.application(applicationIdOf(roundId, category, uscc, row.applicationNo)), ApplicationRecord),
    ),
  );
  return found.flatMap((one) =>
    one === null || one.status === 'withdrawn' ? [] : [{ applicationNo: one.applicationNo, title: one.title }],
  );
}
