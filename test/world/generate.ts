import type { Policy } from '../../shared/policy/schema.ts';
import type { InvitationRow } from '../../shared/schemas/registers.ts';
import { countsFor } from './counts.ts';
import { assignFaults } from './faults.ts';
import type { Entry, Firms } from './firms.ts';
import { firms } from './firms.ts';
import { names, personName } from './names.ts';
import { experts, staff } from './people.ts';
import { plansFor } from './plans.ts';
import { seeded } from './random.ts';
import { accidents, dishonesty, participation, subsidies } from './registers.ts';
import type { Fault, ObjectionPlan, World } from './types.ts';

/** One contact per firm, whatever it applies with. */
function invitations(seed: string, entries: Entry[]): InvitationRow[] {
  const random = seeded(seed, 'contacts');
  const contacts = new Map<string, { contactName: string; email: string }>();
  return entries.map(({ category, uscc, applicationNo, name }) => {
    const known = contacts.get(uscc);
    const number = String(contacts.size + 1).padStart(4, '0');
    const contact = known ?? { contactName: personName(random), email: `lianxiren-${number}@qiye.example.test` };
    contacts.set(uscc, contact);
    return { category, uscc, applicationNo, name, ...contact };
  });
}

/** Lists of dishonesty and accidents: applicants as planned, some that do not apply, and clean ones with harmless rows. */
function blackLists(seed: string, policy: Policy, { pilots, entries }: Firms) {
  const random = seeded(seed, 'lists');
  const call = policy.timeline.value.callAt.slice(0, 10);
  const applying = new Set(entries.map(({ uscc }) => uscc));
  const guilty = (fault: Fault) => entries.filter((entry) => entry.fault === fault).map(({ uscc }) => uscc);
  const share = Math.max(1, Math.round(pilots.length / 100));
  const bystanders = random.sample(
    pilots.flatMap(({ uscc }) => (applying.has(uscc) ? [] : [uscc])),
    2 * share,
  );
  const clean = random.sample(
    entries.flatMap(({ fault, uscc }) => (fault === null ? [uscc] : [])),
    3,
  );
  return {
    dishonesty: dishonesty(call, guilty('dishonest'), bystanders.slice(0, share), clean.slice(0, 1)),
    accidents: accidents(call, guilty('major-accident'), bystanders.slice(share), clean.slice(1)),
  };
}

function objections(seed: string): ObjectionPlan[] {
  const random = seeded(seed, 'objections');
  const objector = () => ({
    name: personName(random),
    phone: `1990000${String(random.int(0, 9999)).padStart(4, '0')}`,
  });
  return [
    {
      category: 'benchmark-enterprise',
      share: 0.5,
      ruling: 'upheld',
      objector: objector(),
      ground: '申报的改造投入与实际不符，部分发票为其他项目采购。',
    },
    {
      category: 'solution-product',
      share: 0.3,
      ruling: 'open',
      objector: objector(),
      ground: '所列落地企业中有一家未实际使用该方案。',
    },
    {
      category: 'chain-case',
      share: 0.6,
      ruling: 'dismissed',
      objector: objector(),
      ground: '案例中的带动企业数量存疑。',
    },
  ];
}

/**
 * A whole fictional city for one round: all registers, who applies with what, what goes wrong, and how everybody outside
 * the system will act. Depends on its options alone: the same options, the same world.
 * @param options.applications over all four categories; at least 4
 * @throws RangeError for fewer
 */
export function generateWorld(options: { seed: string; applications: number; policy: Policy }): World {
  const { seed, policy } = options;
  const counts = countsFor(options.applications, policy);
  const named = names(seeded(seed, 'names'), policy.city);
  const faults = assignFaults(seeded(seed, 'faults'), counts.applications);
  const all = firms(seeded(seed, 'firms'), policy, named, counts, faults);
  return {
    seed,
    roundId: policy.id,
    policy,
    registers: {
      pilots: all.pilots,
      providers: all.providers,
      ...blackLists(seed, policy, all),
      subsidies: subsidies(seeded(seed, 'subsidies'), all.pilots),
      participation: participation(seeded(seed, 'participation'), all.pilots),
      experts: experts(seeded(seed, 'experts'), policy, named, counts.experts, all),
      staff: staff(seeded(seed, 'staff'), policy),
      invitations: invitations(seed, all.entries),
    },
    plans: plansFor(seed, all.entries, policy.panel.value.size),
    objections: objections(seed),
    paymentFailure: { category: 'solution-product', share: 0.7 },
    latePayee: { category: 'chain-case', share: 0 },
  };
}
