import type { PackageManifest } from '../schemas/package.ts';
import type { PilotRow, ProviderRow } from '../schemas/registers.ts';

/**
 * 五(二): the district whose office reviews the application: an enterprise's by the pilots register, a provider's by the pool.
 * Never from the credit code, which tells where a firm once registered. Null where no register knows: the bureau assigns it.
 */
export function districtOf(
  manifest: PackageManifest,
  pilot: PilotRow | null,
  provider: ProviderRow | null,
): string | null {
  return manifest.category === 'benchmark-enterprise' ? (pilot?.district ?? null) : (provider?.district ?? null);
}
