import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { drawPanels } from '../../../shared/domain/panels.ts';
import { scorer } from '../../../shared/domain/scoring.ts';
import {
  type Scored as Certified,
  certificatesOf,
  rankScores,
  recordedScores,
} from '../../../shared/export/certificates.ts';
import { by } from '../../../shared/export/order.ts';
import { anonymousExperts, pseudonyms } from '../../../shared/export/people.ts';
import { EXPORT_SCHEMA, type RoundExport } from '../../../shared/export/schema.ts';
import type { Policy } from '../../../shared/policy/schema.ts';
import { CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';
import { type ExpertRow, REGISTER_KINDS } from '../../../shared/schemas/registers.ts';
import { roundOf, type Scored } from './round-of.ts';

const ROUND = 'bench-2025';
const SECRET = 'a secret of the bench';
const AT = '2025-12-01T02:00:00.000Z';
const EXPERTS = 20;

type Application = RoundExport['applications'][number];
type Ranked = Pick<RoundExport, 'policy' | 'round' | 'rankings' | 'sheets'>;

/**
 * A ranked round of so many applications as an export: pinned policy, drawn panels with their prices, sheets, scores, ranking and
 * certificates, all true, so that the recomputation agrees. Packages, tasks, second looks and money are left out.
 */
export function exportOf(pinned: Policy, count: number): RoundExport {
  const { secondLook: _, ...scoring } = pinned.scoring.value;
  const policy: Policy = { ...pinned, scoring: { ...pinned.scoring, value: scoring } };
  const scored = roundOf(policy, count).sort(by(({ applicationId }) => applicationId));
  const applications = scored.map(applicationOf);
  const version = sha256Hex('registers');
  const root = sha256Hex(canonicalJson(applications.map((one) => [one.applicationId, one.packageSha256])));
  const experts = Array.from({ length: EXPERTS }, (_, n) => expertOf(n));
  const seed = sha256Hex(`${SECRET}|${root}|${version}`);
  const { round, parts } = { round: roundRecord(policy, version), parts: drawn(policy, seed, applications, experts) };
  const sheets = sheetsOf(scored, parts.seats);
  const scores = scoresOf(policy, scored);
  const base: Ranked = { policy, round, rankings: [], sheets };
  const recorded = recordedScores({ scores, applications, sheets });
  const orders = settled(base, recorded);
  const rankings = rankingsOf(base, recorded, orders);
  const ranked = rankScores({ policy, rankings }, recorded);
  const places = CATEGORIES.flatMap((category) =>
    ranked[category].places.map(({ total, state, ...place }, i) => ({
      ...{ ...place, category, order: i + 1, exactTotal: total },
      state: state === 'tied-across-cut' ? ('reserve' as const) : state,
      ...{ noticeEndsAt: null, openObjections: 0, listNo: null },
    })),
  );
  return {
    ...{ schema: EXPORT_SCHEMA, round, policy, applications, scores, sheets, rankings, places, ...parts },
    registers: {
      pilots: scored.flatMap(({ pilot }) => pilot ?? []),
      ...{ providers: [], dishonesty: [], accidents: [], subsidies: [], participation: [], staff: [], invitations: [] },
      experts: anonymousExperts(experts, [], new Map(), pseudonyms(ROUND, experts, [])),
    },
    certificates: certificatesOf({ ...base, rankings }, recorded, ranked),
    tasks: [...orders].map(([category, order]) => tieTask(category, order)),
    ...{ gates: [], slots: [], uploads: [], flags: [], notice: null, objections: [], lists: [], awards: [], plans: [] },
    ...{ disbursements: [], directives: [], recoveries: [], secondLooks: [], conflicts: [], struckSheets: [] },
  };
}

const NOTHING = {
  ...{ correction: null, opinion: null, decidedAt: null, decidedBy: null, refusal: null, review: null, shortages: 0 },
  ...{ versions: [], overrides: [], inquiries: [], findings: [], conflictUsccs: [] },
};

const applicationOf = ({ applicationId, category, uscc }: Scored): Application => ({
  ...{ applicationId, category, uscc, name: uscc, title: uscc, applicationNo: 1, status: 'recommended', version: 1 },
  ...{ packageSha256: sha256Hex(applicationId), receivedAt: AT, district: '370214', attempt: 1, correctedOnce: false },
  ...NOTHING,
});

const expertOf = (n: number): ExpertRow => ({
  ...{ expertId: `e${n}`, name: `专家${n}`, email: `e${n}@example.org`, employer: `单位${n}`, employerUscc: null },
  ...{ industries: [], fields: [], relatedUsccs: [] },
});

const roundRecord = (policy: Policy, version: string): RoundExport['round'] => ({
  ...{ roundId: ROUND, title: policy.title, policyId: policy.id, policyHash: sha256Hex(canonicalJson(policy)) },
  registers: Object.fromEntries(REGISTER_KINDS.map((kind) => [kind, version])) as RoundExport['round']['registers'],
  ...{ stage: 'ranking', openedAt: AT, callDate: '2025-11-01', secretHash: sha256Hex(SECRET), secret: SECRET },
  ...{ closedAt: null, calendarYears: [], settlement: null },
});

/** The panels as the rules draw them, in the words of an export. */
function drawn(policy: Policy, seed: string, applications: Application[], experts: ExpertRow[]) {
  const asked = applications.map((one) => ({ ...one, industry: null, fields: [] }));
  const draw = drawPanels({ policy, roundId: ROUND, seed, applications: asked, experts, legalPersons: new Map() });
  if (!draw.ok) throw new Error('no panels');
  const names = pseudonyms(ROUND, experts, []);
  const named = <T>(byExpert: Record<string, T>) =>
    Object.fromEntries(Object.entries(byExpert).map(([id, value]) => [names.expert(id), value]));
  const past: RoundExport['seats'][number]['past'] = [];
  const seats = applications.flatMap(({ applicationId }) =>
    (draw.panels[applicationId] ?? []).map((id, i) => ({
      ...{ applicationId, seat: i + 1, status: 'scored' as const, turn: 1, expert: names.expert(id), past },
    })),
  );
  const [loads, prices] = [named(draw.loads), named(draw.prices)];
  const counts = { applications: applications.length, seats: seats.length };
  return { seats, draw: { seed, drawnAt: AT, ...counts, loads, prices, criteria: [] } };
}

function sheetsOf(scored: Scored[], seats: RoundExport['seats']): RoundExport['sheets'] {
  const comments = {};
  return scored.flatMap(({ applicationId, sheets }, a) =>
    sheets.map(({ seat, items }, i) => ({
      ...{ applicationId, seat, expert: seats[a * sheets.length + i]?.expert ?? '', comment: '', comments },
      ...{ pointsByItem: items, submittedAt: AT },
    })),
  );
}

function scoresOf(policy: Policy, scored: Scored[]): RoundExport['scores'] {
  const of = new Map(CATEGORIES.map((category) => [category, scorer(policy, category)]));
  return scored.map(({ applicationId, category, uscc, auto, sheets, pilot }) => {
    const result = of.get(category)?.(auto, sheets);
    if (result === undefined) throw new Error(category);
    return {
      ...{ applicationId, category, uscc, shown: result.shown, spreadFlag: result.spreadFlag, passed: result.passed },
      auto: auto.map(({ points, ...item }) => ({ ...item, exact: points })),
      ...{ exactTotal: result.total, exactByIndicator: result.byIndicator, exactSpread: result.spread },
      sheetTotals: result.sheetTotals.map(({ seat, points, dropped }) => ({ seat, exact: points, dropped })),
      exactResults: result.byIndicator[policy.categories[category].resultsIndicator] ?? '0',
      exactDigital: auto.find(({ code }) => code === 'digital-level')?.points ?? null,
      servedCount: category === 'benchmark-enterprise' ? null : 0,
      ...{ acceptedOn: pilot?.acceptedOn ?? null, aggregatedAt: AT },
    };
  });
}

/** The panel orders one tie after the other, by id. */
function settled(base: Ranked, scores: Certified[]): Map<Category, string[]> {
  const orders = new Map<Category, string[]>();
  for (;;) {
    const ranked = rankScores({ policy: base.policy, rankings: rankingsOf(base, [], orders) }, scores);
    const open = CATEGORIES.find((category) => ranked[category].tie !== null);
    if (open === undefined) return orders;
    orders.set(open, [...(ranked[open].tie?.applicationIds ?? [])].sort());
  }
}

function rankingsOf(base: Ranked, scores: Certified[], orders: Map<Category, string[]>) {
  const recorded = (category: Category): RoundExport['rankings'][number] => ({
    ...{ category, quota: base.policy.categories[category].quota.value, cutOff: null, rankedAt: AT },
    ...{ shortlisted: 0, reserve: 0, belowPass: 0, panelOrder: orders.get(category) ?? [] },
  });
  const rankings = CATEGORIES.map(recorded);
  if (scores.length === 0) return rankings;
  const ranked = rankScores({ policy: base.policy, rankings }, scores);
  return rankings.map((own) => {
    const { cutOff, places } = ranked[own.category];
    const count = (state: string) => places.filter((place) => place.state === state).length;
    return {
      ...{ ...own, cutOff, shortlisted: count('shortlisted') },
      ...{ reserve: count('reserve'), belowPass: count('below-pass') },
    };
  });
}

const tieTask = (category: Category, order: string[]): RoundExport['tasks'][number] => ({
  ...{ taskId: `${ROUND}~tie.${category}`, kind: 'tie-break', applicationId: null, status: 'decided', openedAt: AT },
  ...{ deadline: AT, reminders: 0, subject: { category }, role: 'bureau', assignee: 'staff-001', decidedAt: AT },
  decision: {
    ...{ decision: 'order', reason: null, asked: null, proposedBy: null },
    order: Object.fromEntries(order.map((id, i) => [id, i + 1])),
  },
  mailedAt: AT,
});
