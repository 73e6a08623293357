import * as z from 'zod';
import qingdao from '../policy/qingdao-2025.json' with { type: 'json' };
import type { Places } from './column.ts';

const Listed = z.array(z.object({ code: z.string(), name: z.string() }));
const Lists = z.object({ districts: Listed, industries: Listed });

/** The districts and industries of a policy, by which people write them; those of the policy that comes with the system where it has none. */
export function placesOf(policy?: unknown): Places {
  const own = Lists.safeParse(policy);
  return own.success ? own.data : Lists.parse(qingdao);
}
