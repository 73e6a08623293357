import { canonicalJson, sha256Hex } from '../../../shared/canonical.ts';
import { awardAmount } from '../../../shared/domain/disbursement.ts';
import { correctedPeriod, noticeHash, noticePeriod } from '../../../shared/domain/notice.ts';
import { answerDueAt, rulingDueAt } from '../../../shared/domain/objections.ts';
import { type RankInput, rankRound } from '../../../shared/domain/ranking.ts';
import type { RoundRecords } from '../../../shared/export/read.ts';
import { CATEGORIES, type Category } from '../../../shared/schemas/basics.ts';
import type {
  AwardRecord,
  DisbursementRecord,
  ListRecord,
  NoticeRecord,
  ObjectionRecord,
  OwnAward,
  PlaceRecord,
  TaskRecord,
} from '../../../shared/schemas/records.ts';
import { listHash } from '../../../shared/store/lists.ts';
import { at, ROUND } from './constants.ts';

const PUBLISHED = at('12-10');
const RULED = at('12-15');
/** A corrected version, after the ruling: the period begins anew. */
const CORRECTED = at('12-16');

/** From the ranking to the end: one objection upheld among the enterprises, one rejected, two lists, a failed payment. */
export function awarding(records: RoundRecords): Partial<RoundRecords> {
  const ranked = rank(records);
  const contested = objections(records, withOwnAwards(ranked.places));
  const { lists, awards } = announce(records, contested.places);
  const money = pay(awards);
  const notices = ranked.notices.map((notice) => correct(records, notice, ranked.places, contested.objections));
  return {
    ...ranked,
    ...contested,
    notices,
    lists,
    ...money,
    tasks: [...records.tasks, ...ranked.tasks],
  };
}

/** The first enterprise was awarded something a year before. */
function withOwnAwards(places: PlaceRecord[]): PlaceRecord[] {
  const first = places.find((place) => place.category === 'benchmark-enterprise' && place.state === 'shortlisted');
  const earlier: OwnAward = {
    ...{ awardId: 'qd-2024.b.0123456789abcdef', kind: 'share', boundOn: '2024-12-02', amountFen: 12_345_600 },
  };
  return places.map((place) => (place === first ? { ...place, ownAwards: [earlier] } : place));
}

function rank(records: RoundRecords) {
  const { policy, scores } = records;
  const of = (category: Category): RankInput[] => scores.filter((score) => score.category === category);
  const categories = Object.fromEntries(CATEGORIES.map((category) => [category, of(category)])) as Record<
    Category,
    RankInput[]
  >;
  const { tie } = rankRound({ policy, categories, decisions: {} })['solution-product'];
  if (tie === null) throw new Error('the fixture has no tie');
  const order = [...tie.applicationIds].reverse();
  const ranking = rankRound({ policy, categories, decisions: { 'solution-product': order } });
  const { endsAt, firstDay, lastDay } = noticePeriod(policy, PUBLISHED);
  const places = CATEGORIES.flatMap((category) =>
    ranking[category].places.map(
      ({ state, ...place }, i): PlaceRecord => ({
        entity: 'Place',
        roundId: ROUND,
        category,
        ...place,
        order: i + 1,
        state: state === 'tied-across-cut' ? 'reserve' : state,
        noticeEndsAt: state === 'shortlisted' ? endsAt : null,
        openObjections: 0,
        listNo: null,
      }),
    ),
  );
  const list = places
    .filter(({ state }) => state === 'shortlisted')
    .map(({ category, rank: own, applicationId }) => ({ category, rank: own, applicationId }));
  const count = (category: Category, state: string) =>
    ranking[category].places.filter((place) => place.state === state).length;
  const tieTask: TaskRecord = {
    ...TIE,
    subject: { category: 'solution-product', applicationIds: tie.applicationIds, placesLeft: tie.placesLeft },
    decision: { decision: 'order', reason: '综合评议', order: Object.fromEntries(order.map((id, i) => [id, i + 1])) },
  };
  return {
    places,
    tasks: [tieTask],
    notices: [
      {
        ...{ entity: 'Notice' as const, roundId: ROUND, version: 1, firstDay, lastDay, publishedAt: PUBLISHED, endsAt },
        ...{ places: list.length, hash: sha256Hex(canonicalJson(list)), document: 'd'.repeat(64), earlier: [] },
      },
    ],
    rankings: CATEGORIES.map((category) => ({
      entity: 'Ranking' as const,
      roundId: ROUND,
      category,
      quota: ranking[category].quota,
      cutOff: ranking[category].cutOff,
      shortlisted: count(category, 'shortlisted'),
      reserve: count(category, 'reserve'),
      belowPass: count(category, 'below-pass'),
      panelOrder: category === 'solution-product' ? order : [],
      rankedAt: at('12-08'),
    })),
  };
}

const TIE: TaskRecord = {
  entity: 'Task',
  taskId: `${ROUND}~tie.solution-product`,
  kind: 'tie-break',
  roundId: ROUND,
  applicationId: null,
  waitId: `${ROUND}~tie.solution-product`,
  assignee: { role: 'bureau', id: 'bureau-1' },
  status: 'decided',
  openedAt: at('12-08'),
  deadline: at('12-12'),
  reminders: 1,
  subject: {},
  decidedAt: at('12-09'),
};

/** Ids of the objections. */
export const OBJECTIONS = { upheld: 'b'.repeat(16), rejected: 'a'.repeat(16) };

function objections({ policy }: RoundRecords, places: PlaceRecord[]) {
  const shortlist = places.filter((place) => place.state === 'shortlisted');
  const enterprises = shortlist.filter(({ category }) => category === 'benchmark-enterprise');
  const removed = enterprises[2]?.applicationId ?? '';
  const next = places.find((place) => place.category === 'benchmark-enterprise' && place.state === 'reserve');
  const rejected = shortlist.find(({ category }) => category === 'chain-case')?.applicationId ?? '';
  if (next === undefined) throw new Error('the fixture has no reserve');
  const objection = (applicationId: string, objectionId: string): ObjectionRecord => ({
    entity: 'Objection',
    roundId: ROUND,
    objectionId,
    applicationId,
    status: 'upheld',
    handlerDecided: 0,
    revision: 6,
    filedAt: at('12-11'),
    dueAt: rulingDueAt(policy, at('12-11')),
    taskId: `${ROUND}~objection.${objectionId}`,
    steps: [
      { kind: 'filed', at: at('12-11'), by: 'objector' },
      { kind: 'accepted', at: at('12-11', '03:00:00.000'), by: 'bureau-2' },
      {
        ...{ kind: 'supplement-asked', at: at('12-11', '03:30:00.000'), by: 'bureau-2', text: '请补充发票复印件' },
        until: answerDueAt(policy, 'supplement-asked', at('12-11'), rulingDueAt(policy, at('12-11'))),
      },
      { kind: 'supplemented', at: at('12-12'), by: 'objector' },
      { kind: 'ruled', at: RULED, by: 'bureau-2' },
    ],
  });
  const ruling = { reason: '经核查', by: 'bureau-2', at: RULED, effect: null };
  const moved = noticePeriod(policy, CORRECTED).endsAt;
  return {
    objections: [
      {
        ...objection(removed, OBJECTIONS.upheld),
        ruling: { ...ruling, effect: { out: removed, in: next.applicationId } },
      },
      { ...objection(rejected, OBJECTIONS.rejected), status: 'rejected' as const, ruling },
    ],
    places: places.map((place): PlaceRecord => {
      if (place.applicationId === removed) return { ...place, state: 'removed' };
      if (place.applicationId === next.applicationId)
        return { ...place, state: 'confirmed', noticeEndsAt: moved, listNo: 2 };
      return place.state === 'shortlisted' ? { ...place, state: 'confirmed', noticeEndsAt: moved, listNo: 1 } : place;
    }),
  };
}

/** 更正公示: who left by the ruling is off the list, who moved up is on it. */
function correct(
  { policy }: RoundRecords,
  { entity, roundId, earlier: _, ...first }: NoticeRecord,
  places: PlaceRecord[],
  [upheld]: ObjectionRecord[],
): NoticeRecord {
  const { out = '', in: added = '' } = upheld?.ruling?.effect ?? {};
  const ids = (id: string | null) => (id === null ? [] : [id]);
  const list = places.filter(
    ({ state, applicationId }) => (state === 'shortlisted' || applicationId === added) && applicationId !== out,
  );
  return {
    ...{ entity, roundId, version: 2, ...correctedPeriod(policy, first, CORRECTED), publishedAt: CORRECTED },
    ...{ places: list.length, hash: noticeHash(list), document: 'e'.repeat(64), earlier: [first] },
    correction: { by: 'bureau-2', reason: '异议成立，名单变动', out: [out], in: ids(added), amended: ids(added) },
  };
}

function announce(records: RoundRecords, places: PlaceRecord[]) {
  const { policy, registers, applications } = records;
  const awards = places.flatMap((place): AwardRecord[] => {
    const application = applications.find(({ applicationId }) => applicationId === place.applicationId);
    if (place.listNo === null || application === undefined) return [];
    const { category, uscc, name, title } = application;
    const { ownAwards = [] } = place;
    const share = category === 'benchmark-enterprise';
    const amount = awardAmount(policy, category, {
      investmentFen: share ? (registers.pilots.find((row) => row.uscc === uscc)?.investmentFen ?? null) : null,
      pastSubsidies: share ? registers.subsidies.filter((row) => row.uscc === uscc) : [],
      ownAwards,
    });
    const common = {
      entity: 'Award' as const,
      awardId: place.applicationId,
      roundId: ROUND,
      category,
      uscc,
      name,
      title,
      ...(ownAwards.length === 0 ? {} : { ownAwards }),
    };
    const state = { status: 'announced' as const, payeeRef: null, planNo: null, attempt: 1, announcedAt: at('12-20') };
    return [{ ...common, ...amount, ...state, rank: place.rank, listNo: place.listNo }];
  });
  const lists = [1, 2].map((listNo): ListRecord => {
    const lines = awards
      .filter((award) => award.listNo === listNo)
      .map(({ awardId, amountFen }) => ({ applicationId: awardId, amountFen }))
      .sort((a, b) => (a.applicationId < b.applicationId ? -1 : 1));
    return {
      entity: 'List',
      roundId: ROUND,
      listNo,
      status: 'announced',
      applicationIds: lines.map(({ applicationId }) => applicationId),
      hash: listHash(lines),
      proposedAt: at(listNo === 1 ? '12-24' : '12-26'),
      confirmedAt: at('12-27'),
      confirmedBy: 'bureau-1',
      announcedAt: at('12-27'),
    };
  });
  return { awards, lists };
}

/** Both lists in plan 1; the first award's payment comes back and stands in plan 2 again. */
function pay(announced: AwardRecord[]): Pick<RoundRecords, 'plans' | 'disbursements' | 'awards'> {
  const payable = announced.filter(({ amountFen }) => amountFen > 0);
  const [failed] = payable;
  if (failed === undefined) throw new Error('nothing to pay');
  const plan = (planNo: number, own: AwardRecord[]) => ({
    entity: 'Plan' as const,
    roundId: ROUND,
    planNo,
    status: 'issued' as const,
    awardIds: own.map(({ awardId }) => awardId).sort(),
    totalFen: own.reduce((sum, { amountFen }) => sum + amountFen, 0),
    proposedAt: at('12-28'),
    decidedAt: at('12-28'),
    decidedBy: 'bureau-3',
  });
  const pays = (award: AwardRecord, planNo: number, attempt: number): DisbursementRecord => ({
    entity: 'Disbursement',
    disbursementId: `${award.awardId}.1.${attempt}`,
    roundId: ROUND,
    awardId: award.awardId,
    category: award.category,
    planNo,
    instalment: 1,
    attempt,
    payeeUscc: award.uscc,
    payeeRef: `payee-${attempt}`,
    amountFen: award.amountFen,
    issuedAt: at('12-28'),
    status: 'paid',
    publishedAt: at('12-28'),
    receivedAt: at('12-28'),
    settledAt: at('12-29'),
  });
  const first = payable.map((award) => pays(award, 1, 1));
  return {
    plans: [plan(1, payable), plan(2, [failed])],
    disbursements: [
      ...first.map((one) =>
        one.awardId === failed.awardId ? { ...one, status: 'failed' as const, failure: '户名不符' } : one,
      ),
      pays(failed, 2, 2),
    ],
    awards: announced.map((award) => ({
      ...award,
      ...(award.amountFen === 0 ? {} : { status: 'paid' as const, payeeRef: 'payee-1', planNo: 1 }),
      ...(award.awardId === failed.awardId ? { attempt: 2, planNo: 2, payeeRef: 'payee-2' } : {}),
    })),
  };
}
