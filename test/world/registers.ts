import { addDays } from '../../shared/domain/calendar.ts';
import type { Policy } from '../../shared/policy/schema.ts';
import type {
  AccidentRow,
  DishonestyRow,
  ParticipationRow,
  PilotRow,
  ProviderRow,
  SubsidyRow,
} from '../../shared/schemas/registers.ts';
import type { Names } from './names.ts';
import { creditCode } from './names.ts';
import type { Random } from './random.ts';

/** The pool: mostly with an entity in the city. One in fifteen, never one that applies as provider, is not there at all. */
export function provider(random: Random, policy: Policy, names: Names, n: number, mayBeAway: boolean): ProviderRow {
  const away = mayBeAway && random.chance(1 / 15);
  return {
    uscc: creditCode(n),
    name: names.provider(),
    type: random.pick(['integrator', 'integrator', 'light-product', 'light-product', 'chain-leader'] as const),
    presence: away ? 'none' : random.chance(0.7) ? 'entity' : 'resident-team',
    district: away ? null : random.pick(policy.districts).code,
  };
}

/** Past subsidies: what more than half of the level 2 and above got, 50,000 to 400,000 yuan, and a few of another kind. */
export function subsidies(random: Random, pilots: PilotRow[]): SubsidyRow[] {
  return pilots.flatMap((pilot, i) => {
    const rows: SubsidyRow[] = [];
    const row = (kind: SubsidyRow['kind'], yuan: number, delay: number): SubsidyRow => ({
      uscc: pilot.uscc,
      kind,
      amountFen: yuan * 100,
      paidOn: addDays(pilot.acceptedOn, delay),
      document: `示例补字〔${pilot.acceptedOn.slice(0, 4)}〕${i + 1}号`,
    });
    if (pilot.passed && pilot.level >= 2 && random.chance(0.6))
      rows.push(row('level-2-or-above', random.int(10, 80) * 5000, random.int(20, 60)));
    if (random.chance(0.1)) rows.push(row('other', random.int(4, 40) * 5000, random.int(5, 90)));
    return rows;
  });
}

/** What the bureau counted for nine pilots in ten; for the rest experts score it. */
export function participation(random: Random, pilots: PilotRow[]): ParticipationRow[] {
  return pilots
    .filter(() => random.chance(0.9))
    .map(({ uscc }) => {
      const activitiesHeld = 12;
      const materialsAsked = 8;
      return {
        uscc,
        activitiesHeld,
        activitiesAttended: random.int(3, activitiesHeld),
        materialsAsked,
        materialsDelivered: random.int(3, materialsAsked),
      };
    });
}

/** Listed: the guilty applicants and a few firms that do not apply. One clean applicant was listed and removed in time. */
export function dishonesty(call: string, guilty: string[], bystanders: string[], removed: string[]): DishonestyRow[] {
  const row = (uscc: string, removedOn: string | null): DishonestyRow => ({
    uscc,
    listedOn: addDays(call, -230),
    removedOn,
    authority: '示例市中级人民法院',
  });
  return [
    ...[...guilty, ...bystanders].map((uscc) => row(uscc, null)),
    ...removed.map((uscc) => row(uscc, addDays(call, -40))),
  ];
}

/** Major ones within three years for the guilty and for bystanders; a minor one and one long ago for clean applicants. */
export function accidents(call: string, guilty: string[], bystanders: string[], clean: string[]): AccidentRow[] {
  return [
    ...[...guilty, ...bystanders].map((uscc, i): AccidentRow => {
      const kind = (['safety', 'network-security', 'data-security'] as const)[i % 3] ?? 'safety';
      return { uscc, happenedOn: addDays(call, -200 - 30 * (i % 10)), kind, major: true };
    }),
    ...clean.map((uscc, i): AccidentRow => {
      const long = i % 2 === 1;
      return { uscc, happenedOn: addDays(call, long ? -1500 : -300), kind: 'safety', major: long };
    }),
  ];
}
