import { isIneligible, uploadsFor } from './faults.ts';
import type { Entry } from './firms.ts';
import type { Random } from './random.ts';
import { seeded } from './random.ts';
import type { ApplicationPlan, Behaviour } from './types.ts';

/** Shares of the clean applications around which something unusual happens; each at least once. */
const RETURNED = 0.06;
const RECUSED = 0.05;
const LATE = 0.04;
const HARSH = 0.03;

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));

interface Unusual {
  returned: Set<Entry>;
  unanswered: Entry | null;
  recused: Set<Entry>;
  late: Set<Entry>;
  harsh: Set<Entry>;
}

function unusual(random: Random, entries: Entry[]): Unusual {
  const clean = entries.filter((entry) => entry.fault === null);
  const some = (share: number) => random.sample(clean, Math.max(1, Math.round(clean.length * share)));
  const returned = some(RETURNED);
  return {
    returned: new Set(returned),
    // A small world has one correction, and that one is answered.
    unanswered: returned.length > 3 ? (returned.at(-1) ?? null) : null,
    recused: new Set(some(RECUSED)),
    late: new Set(some(LATE)),
    harsh: new Set(some(HARSH)),
  };
}

function behaviour(random: Random, entry: Entry, special: Unusual, seats: number): Behaviour {
  const [recused, late, harsh] = random.shuffle([...Array(seats).keys()]);
  const seat = (chosen: boolean, index: number | undefined) => (chosen && index !== undefined ? [index] : []);
  return {
    district: isIneligible(entry.fault) ? 'not-recommend' : special.returned.has(entry) ? 'return-once' : 'recommend',
    answersCorrection: special.unanswered !== entry,
    qualityPercent: clamp(Math.round(random.normal(80, 7)), 45, 97),
    recusedSeats: seat(special.recused.has(entry), recused),
    lateSeats: seat(special.late.has(entry), late),
    harshSeat: special.harsh.has(entry) ? (harsh ?? null) : null,
    payee: {
      accountName: entry.name,
      bank: `示例银行${random.pick(['第一', '第二', '第三', '第四'])}支行`,
      accountNo: `6299${String(random.int(0, 999_999_999)).padStart(9, '0')}000`,
    },
  };
}

/** What happens to every application, in the order of the entries; `seats` is the size of a panel. */
export function plansFor(seed: string, entries: Entry[], seats: number): ApplicationPlan[] {
  const random = seeded(seed, 'plans');
  const special = unusual(random, entries);
  return entries.map((entry, invitation) => {
    const donors = entries.flatMap((other, i) =>
      other.category === entry.category && other.uscc !== entry.uscc && other.fault === null ? [i] : [],
    );
    return {
      invitation,
      category: entry.category,
      fault: entry.fault,
      uploads: uploadsFor(entry.fault),
      donor: entry.fault === 'somebody-elses-slot' ? random.pick(donors) : null,
      behaviour: behaviour(random, entry, special, seats),
    };
  });
}
