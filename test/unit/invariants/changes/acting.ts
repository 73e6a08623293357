import { at } from '../../export/constants.ts';
import { type Change, FIGURES, first, loser, paid, set, taskOf } from './tools.ts';

const ASKED = { asked: ['publicSummary'], at: at('11-20'), packageSha256: 'a'.repeat(64) };

/** A conflict that was recorded of whoever wrote a sheet. */
const conflictOf = ({ applicationId, expert, seat }: { applicationId: string; expert: string; seat: number }) => ({
  ...{ applicationId, expert, seat, at: at('12-05'), by: 'staff-001', reason: '曾任顾问' },
});

export const ACTING: Change[] = [
  [
    'acts-by-assignee',
    'decided by somebody else',
    (x) => set(loser(x), { decidedBy: first(x.registers.staff, ({ role }) => role === 'finance').staff }),
    /的审查结论记为 staff-\d+ 所作/,
  ],
  [
    'acts-by-assignee',
    'an officer of another district',
    (x) => {
      const other = first(
        x.registers.staff,
        ({ role, district }) => role === 'district' && district !== '370202',
      ).staff;
      set(loser(x), { decidedBy: other });
      set(
        taskOf(x, 'district-review', ({ applicationId }) => applicationId === loser(x).applicationId),
        { assignee: other },
      );
    },
    /与其职责不符/,
  ],
  [
    'acts-in-time',
    'decided after the deadline',
    (x) => {
      const task = taskOf(x, 'deliberate');
      set(task, { decidedAt: at('12-12', '02:01:00.001') });
    },
    /不在交办与期限之间/,
  ],
  [
    'acts-in-time',
    'an objection after the notice',
    (x) => set(first(x.objections), { filedAt: at('12-28') }),
    /不在公示期内/,
    [FIGURES],
  ],
  [
    'corrections-as-asked',
    'a correction with another file than was asked for',
    (x) => {
      const a = loser(x);
      const returned = first(a.versions);
      const files = returned.files.map((file) =>
        file.kind === 'manifest' ? file : { ...file, sha256: 'f'.repeat(64) },
      );
      a.versions.push({ ...returned, version: returned.version + 1, files });
      const { version } = returned;
      set(a, { correction: { ...ASKED, by: a.decidedBy ?? '', version } });
    },
    /第 2 版改动了没有要求补正的材料/,
    // That version came with no upload, either.
    ['reviewed-was-accepted', 'uploads-are-kept'],
  ],
  [
    'reviews-by-others',
    'a review by whoever refused',
    (x) => {
      const { refusal, review } = first(x.applications, (one) => one.review !== null);
      if (refusal !== null) refusal.by = review?.ruling?.by ?? '';
    },
    /由作出原决定的 staff-\d+ 办理/,
  ],
  [
    'reviews-by-others',
    'a review by somebody whose task it was not',
    (x) => {
      const { review } = first(x.applications, (one) => one.review !== null);
      if (review?.ruling) review.ruling.by = first(x.registers.staff, ({ role }) => role === 'finance').staff;
    },
    /不是任务所交办的人作出的/,
  ],
  [
    'reviews-by-others',
    'a review that was asked for at no time that anybody knows of',
    (x) => {
      const { review } = first(x.applications, (one) => one.review !== null);
      if (review !== null) review.requestedAt = at('11-28');
    },
    /没有在期限内提出的申请/,
  ],
  [
    'uploads-in-time',
    'accepted after the closing time and its grace',
    (x) => {
      const upload = first(x.uploads, ({ verdict }) => verdict === 'accepted');
      set(upload, { receivedAt: at('11-20', '02:15:00.001') });
    },
    /已过期限而受理/,
  ],
  ['uploads-in-time', 'a slot that nobody was invited to', (x) => void x.registers.invitations.shift(), /不在邀请之列/],
  [
    'no-conflict-counted',
    'a sheet that counts though a conflict was recorded',
    (x) => void x.conflicts.push({ ...conflictOf(first(x.sheets)), effect: 'stopped' }),
    /评分表仍计入合计/,
  ],
  [
    'no-conflict-counted',
    'a sheet that was kept without a reason',
    (x) => void x.conflicts.push({ ...conflictOf(first(x.sheets)), effect: 'kept', reason: ' ' }),
    /没有载明何人、为何/,
  ],
  [
    'no-conflict-counted',
    'a struck sheet that is not on record',
    (x) => void x.conflicts.push({ ...conflictOf({ ...first(x.sheets), expert: 'expert-999' }), effect: 'struck' }),
    /与剔除的评分表不符/,
  ],
  [
    'no-conflict-counted',
    'a sheet that was struck for nothing',
    (x) => void x.struckSheets.push({ ...first(x.sheets), expert: 'expert-999', turn: 1 }),
    /被剔除，没有记录利害关系/,
  ],
  [
    'no-conflicted-expert',
    'an expert with a conflict',
    (x) => {
      const seat = first(x.seats);
      first(x.registers.experts, ({ expert }) => expert === seat.expert).barredFrom.push(seat.applicationId);
    },
    /应当回避/,
    [FIGURES],
  ],
  [
    'no-conflicted-expert',
    'who left comes back',
    (x) => {
      const { applicationId, past } = first(x.seats, (one) => one.past.length > 0);
      const other = first(x.seats, (one) => one.applicationId === applicationId && one.past.length === 0);
      const sheet = first(x.sheets, (one) => one.applicationId === applicationId && one.seat === other.seat);
      const task = taskOf(
        x,
        'score',
        (one) => one.applicationId === applicationId && one.subject['seat'] === other.seat,
      );
      const expert = first(past).expert;
      set(other, { expert });
      set(sheet, { expert });
      set(task, { assignee: expert });
    },
    /离席后又列席或评分/,
    [FIGURES],
  ],
  [
    'duties-apart',
    'a ruling by who deliberated',
    (x) => {
      const o = first(x.objections);
      const by = taskOf(x, 'deliberate').assignee;
      if (o.ruling !== null) o.ruling.by = by;
      set(
        taskOf(x, 'objection-ruling', ({ subject }) => subject['objectionId'] === o.objectionId),
        { assignee: by },
      );
    },
    /由参与之前决定的 staff-\d+ 裁定/,
  ],
  [
    'duties-apart',
    'a ruling by one of many who decided, where somebody had decided less',
    (x) => {
      const o = first(x.objections);
      const by = taskOf(x, 'deliberate').assignee;
      if (o.ruling !== null) o.ruling.by = by;
      set(o, { handlerDecided: 9 });
      set(
        taskOf(x, 'objection-ruling', ({ subject }) => subject['objectionId'] === o.objectionId),
        { assignee: by },
      );
    },
    /由参与之前决定的 staff-\d+ 裁定/,
  ],
  [
    'duties-apart',
    'a plan approved by who confirmed the list',
    (x) => {
      const by = first(x.lists).confirmedBy;
      set(first(x.plans), { decidedBy: by });
      set(
        taskOf(x, 'approve-plan', ({ subject }) => subject['planNo'] === 1),
        { assignee: by ?? '' },
      );
    },
    /由确认所涉名单的 staff-\d+ 批准/,
  ],
];

export const FORMULA: Change[] = [
  ['policy-is-pinned', 'a policy that changed', (x) => set(x.policy, { title: '另一份方案' }), /方案哈希/, [FIGURES]],
  [
    'registers-are-pinned',
    'a finding by another register',
    (x) => set(first(loser(x).findings), { register: { kind: 'accidents', version: 'e'.repeat(64) } }),
    /依据的 accidents 不是锁定的版本/,
  ],
  [
    'draw-was-committed',
    'another secret',
    (x) => set(x.round, { secret: 'another secret' }),
    /抽取密钥的哈希/,
    [FIGURES],
  ],
];

export const CAPS: Change[] = [
  [
    'figures-recompute',
    'a score of somebody’s liking',
    (x) => set(first(x.scores), { shown: '99.99' }),
    /公布得分记录为 99\.99/,
  ],
  [
    'quotas-hold',
    'a place too many',
    (x) =>
      set(
        first(x.places, ({ category, state }) => category === 'service-provider' && state !== 'confirmed'),
        { state: 'shortlisted' },
      ),
    /超过名额 2/,
    ['closed-is-done', FIGURES],
  ],
  [
    'caps-hold',
    'past subsidies that were not counted',
    (x) =>
      void x.registers.subsidies.push({
        uscc: first(x.awards, (a) => a.category === 'benchmark-enterprise' && a.amountFen > 0).uscc,
        kind: 'level-2-or-above',
        amountFen: 40_000_000,
        paidOn: '2024-05-01',
        document: '文',
      }),
    /累计奖补 .*超过 500,000 元/,
    [FIGURES],
  ],
  ['sums-agree', 'a receipt that is missing', (x) => set(paid(x), { receivedAt: null }), /没有财务接收/, [FIGURES]],
  ['sums-agree', 'a plan over another sum', (x) => set(first(x.plans), { totalFen: 1 }), /拨付方案的总额/, [FIGURES]],
];
