import type { Policy } from '../../shared/policy/schema.ts';
import type { Category } from '../../shared/schemas/basics.ts';
import type { PilotRow, ProviderRow } from '../../shared/schemas/registers.ts';
import type { Counts } from './counts.ts';
import type { Names } from './names.ts';
import { creditCode } from './names.ts';
import type { PilotRole } from './pilots.ts';
import { pilot } from './pilots.ts';
import type { Random } from './random.ts';
import { provider } from './registers.ts';
import type { Fault } from './types.ts';

/** One application before it is planned: who applies with what. */
export interface Entry {
  category: Category;
  uscc: string;
  name: string;
  applicationNo: number;
  fault: Fault | null;
}

export interface Firms {
  pilots: PilotRow[];
  providers: ProviderRow[];
  entries: Entry[];
}

type FaultMap = Record<Category, Map<number, Fault>>;
const FIRST_PROVIDER = 1_000_001;
const FIRST_OUTSIDER = 2_000_001;

interface Pilots {
  pilots: PilotRow[];
  entries: Entry[];
}

/** Pilot enterprises, and the enterprises that apply: most from among them, a few that are in no register. */
function enterprises(random: Random, policy: Policy, names: Names, counts: Counts, faults: FaultMap): Pilots {
  const category = 'benchmark-enterprise';
  const planned = [...Array(counts.applications[category]).keys()].map((i) => faults[category].get(i) ?? null);
  const outside = planned.filter((fault) => fault === 'not-in-pilots');
  const inside = planned.filter((fault) => fault !== 'not-in-pilots');
  const roles: (Fault | 'clean' | 'other')[] = random.shuffle([
    ...inside.map((fault) => fault ?? ('clean' as const)),
    ...Array<'other'>(counts.pilots - inside.length).fill('other'),
  ]);
  const entries: Entry[] = [];
  const pilots = roles.map((role, i) => {
    const kind: PilotRole = role === 'other' || role === 'level-one' ? role : 'applies';
    const row = pilot(random, policy, names, i + 1, kind);
    const fault = role === 'clean' || role === 'other' ? null : role;
    if (role !== 'other') entries.push({ category, uscc: row.uscc, name: row.name, applicationNo: 1, fault });
    return row;
  });
  for (const [i, fault] of outside.entries()) {
    const name = names.enterprise(random.pick(policy.industries).code);
    entries.push({ category, uscc: creditCode(FIRST_OUTSIDER + i), name, applicationNo: 1, fault });
  }
  return { pilots, entries: random.shuffle(entries) };
}

/** Who has how many solutions or cases: some providers several, some none. Each is numbered within its provider. */
function products(
  random: Random,
  category: 'solution-product' | 'chain-case',
  owners: ProviderRow[],
  count: number,
  faults: FaultMap,
): Entry[] {
  const bag = owners.flatMap((owner) => {
    const times = category === 'solution-product' ? 3 : owner.type === 'chain-leader' ? 3 : 1;
    return Array<ProviderRow>(times).fill(owner);
  });
  const numbers = new Map<string, number>();
  return random.sample(bag, count).map(({ uscc, name }, i) => {
    const applicationNo = (numbers.get(uscc) ?? 0) + 1;
    numbers.set(uscc, applicationNo);
    return { category, uscc, name, applicationNo, fault: faults[category].get(i) ?? null };
  });
}

/**
 * Says who served whom: every provider that applies as one gets enough pilots that passed (or, as planned, too few), every
 * owner of a solution or case at least two, and the rest goes to anybody.
 */
function serve(random: Random, policy: Policy, firms: Firms): void {
  const least = policy.categories['service-provider'].eligibility.value.minServed ?? 1;
  const applying = new Map(
    firms.entries.filter((e) => e.category === 'service-provider').map((e) => [e.uscc, e.fault]),
  );
  const owners = new Set(firms.entries.filter((e) => e.category !== 'benchmark-enterprise').map((e) => e.uscc));
  const passed = random.shuffle(firms.pilots.filter((row) => row.passed));
  const spare = passed.length - least * applying.size - 2 * owners.size;
  const mostExtra = Math.max(0, Math.min(9, Math.floor(spare / (applying.size + 1))));
  for (const uscc of owners) {
    const fault = applying.get(uscc);
    const wanted =
      fault === undefined ? 2 : fault === 'too-few-served' ? Math.max(1, least - 2) : least + random.int(0, mostExtra);
    for (const row of passed.splice(0, wanted)) row.providerUscc = uscc;
  }
  const anybody = firms.providers.filter((row) => applying.get(row.uscc) !== 'too-few-served');
  for (const row of firms.pilots)
    if (row.providerUscc === null && random.chance(0.85)) row.providerUscc = random.pick(anybody).uscc;
}

/** All firms of a world and what they apply with, in the order of the categories. */
export function firms(random: Random, policy: Policy, names: Names, counts: Counts, faults: FaultMap): Firms {
  const { pilots, entries } = enterprises(random, policy, names, counts, faults);
  const applying = counts.applications['service-provider'];
  const providers = Array.from({ length: counts.providers }, (_, i) =>
    provider(random, policy, names, FIRST_PROVIDER + i, i >= applying),
  );
  const asProvider = providers.slice(0, applying).map(({ uscc, name }, i): Entry => {
    const category = 'service-provider';
    return { category, uscc, name, applicationNo: 1, fault: faults[category].get(i) ?? null };
  });
  const all: Firms = {
    pilots,
    providers,
    entries: [
      ...entries,
      ...asProvider,
      ...products(random, 'solution-product', providers, counts.applications['solution-product'], faults),
      ...products(random, 'chain-case', providers, counts.applications['chain-case'], faults),
    ],
  };
  serve(random, policy, all);
  return all;
}
