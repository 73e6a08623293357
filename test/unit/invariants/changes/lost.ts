import { at } from '../../export/constants.ts';
import { type Change, confirmed, FIGURES, first, loser, paid, reopened, SUMS, set, taskOf } from './tools.ts';

export const LOST: Change[] = [
  [
    'invitations-have-slots',
    'a slot is gone',
    (x) => {
      const [slot] = x.slots.splice(
        x.slots.findIndex((one) => !x.uploads.some((upload) => upload.applicationId === one.applicationId)),
        1,
      );
      if (slot === undefined) throw new Error('every slot was used');
    },
    /没有上传凭证/,
  ],
  [
    'uploads-are-kept',
    'an accepted upload without its version',
    (x) => {
      const a = loser(x);
      const upload = first(
        x.uploads,
        ({ applicationId, verdict }) => applicationId === a.applicationId && verdict === 'accepted',
      );
      x.uploads.push({ ...upload, no: 2, version: 2 });
    },
    /第 2 次上传没有所记的第 2 版/,
  ],
  [
    'uploads-are-kept',
    'an application that goes by another version than the last',
    (x) => set(loser(x), { packageSha256: 'f'.repeat(64) }),
    /第 1 版不是最后一版/,
  ],
  [
    'applications-go-on',
    'in review, and on nobody’s desk',
    (x) => {
      const a = loser(x);
      set(a, { status: 'in-review', decidedAt: null, decidedBy: null });
      set(
        taskOf(x, 'district-review', ({ applicationId }) => applicationId === a.applicationId),
        {
          status: 'superseded',
          decision: null,
          decidedAt: null,
        },
      );
    },
    /尚未办结，没有待办任务/,
  ],
  [
    'applications-go-on',
    'in review after its stage has ended',
    (x) => {
      const a = loser(x);
      set(a, { status: 'in-review', decidedAt: null, decidedBy: null });
      x.gates.push({ stage: 'district', deadline: at('11-28'), closed: true, passedAt: at('11-29'), extensions: [] });
    },
    /区市审查环节已经结束/,
  ],
  [
    'reviews-go-on',
    'a refusal whose applicant was told nothing',
    (x) => {
      const silent = first(x.applications, ({ refusal, review }) => refusal !== null && review === null);
      x.tasks = x.tasks.filter(
        ({ kind, applicationId }) => kind !== 'refusal' || applicationId !== silent.applicationId,
      );
    },
    /没有告知如何申请复核/,
  ],
  [
    'reviews-go-on',
    'a review on nobody’s desk',
    (x) => {
      const { review } = first(x.applications, (one) => one.review !== null);
      if (review !== null) review.ruling = null;
      x.tasks = x.tasks.filter(({ kind }) => kind !== 'refusal-review');
    },
    /的复核未决定，也没有待办任务/,
  ],
  [
    'objections-go-on',
    'an open objection that nobody rules on',
    (x) => {
      const o = first(x.objections, ({ status }) => status === 'rejected');
      set(o, { status: 'open', ruling: null });
      set(
        first(x.places, (p) => p.applicationId === o.applicationId),
        { openObjections: 1 },
      );
    },
    /异议 a{16} 未裁定，也没有待办任务/,
    [FIGURES],
  ],
  [
    'awards-go-on',
    'an award whose account nobody asks for',
    (x) => {
      reopened(x);
      const d = paid(x);
      x.disbursements = x.disbursements.filter(({ awardId }) => awardId !== d.awardId);
      set(
        first(x.awards, ({ awardId }) => awardId === d.awardId),
        { status: 'announced' },
      );
    },
    /没有账户，也没有待办的收款任务/,
  ],
  [
    'awards-go-on',
    'closed with an award that is not paid',
    (x) =>
      set(
        first(x.awards, ({ status }) => status === 'paid'),
        { status: 'issued' },
      ),
    /在批次办结时尚未支付/,
    ['one-payment-per-award'],
  ],
  ['round-goes-on', 'nothing left to do, and not closed', reopened, /停在 settlement，没有要等待的事项/],
  [
    'closed-is-done',
    'closed with an open task',
    (x) => set(taskOf(x, 'deliberate'), { status: 'open', decision: null, decidedAt: null }),
    /任务 qd-2025~deliberate 未办/,
  ],
  [
    'closed-is-done',
    'an answer that was never mailed',
    (x) => set(first(x.uploads), { mailedAt: null }),
    /上传的结果未发出/,
  ],
  ['closed-is-done', 'an unpublished payment', (x) => set(paid(x), { publishedAt: null }), /未发布/],
  ['closed-is-done', 'a stage that never ended', (x) => set(first(x.gates), { passedAt: null }), /环节 intake 未结束/],
];

export const TWICE: Change[] = [
  [
    'one-decision-per-task',
    'two decisions on one application',
    (x) => {
      const task = taskOf(x, 'district-review');
      x.tasks.push({ ...task, taskId: `${task.taskId}.bureau` });
    },
    /不止一个审查结论/,
  ],
  [
    'one-decision-per-task',
    'decided without a decision',
    (x) => set(taskOf(x, 'payee'), { decision: null }),
    /状态与决定不符/,
  ],
  [
    'one-sheet-per-seat',
    'two sheets of a seat',
    (x) => void x.sheets.push({ ...first(x.sheets) }),
    /有不止一份评分表/,
    [FIGURES],
  ],
  [
    'one-place-per-application',
    'on two lists',
    (x) => void x.lists[1]?.applicationIds.push(first(x.lists).applicationIds[0] ?? ''),
    /不止一次列入名单/,
    [FIGURES],
  ],
  [
    'one-award-per-place',
    'a confirmed place without an award',
    (x) => {
      const p = confirmed(x);
      x.awards = x.awards.filter(({ awardId }) => awardId !== p.applicationId);
    },
    /已确认，没有奖补/,
    [FIGURES, SUMS],
  ],
  [
    'one-award-per-place',
    'an award of another rank than its place',
    (x) => set(first(x.awards), { rank: 40 }),
    /没有与之相符的确认名次/,
    [FIGURES],
  ],
  [
    'one-instruction-per-attempt',
    'a second attempt before the first one failed',
    (x) =>
      set(
        first(x.disbursements, ({ attempt }) => attempt === 2),
        { attempt: 3, disbursementId: '' },
      ),
    /编号与其奖补、期次不符/,
    [SUMS, FIGURES],
  ],
  [
    'one-instruction-per-attempt',
    'a payment after one that did not come back',
    (x) => {
      const d = first(x.disbursements, ({ attempt }) => attempt === 2);
      x.disbursements = x.disbursements.filter((one) => one.awardId !== d.awardId || one.attempt === 2);
    },
    /之前的一次没有退票/,
  ],
  [
    'one-payment-per-award',
    'paid twice',
    (x) =>
      set(
        first(x.disbursements, ({ status }) => status === 'failed'),
        { status: 'paid', failure: null },
      ),
    /支付了不止一次/,
    ['one-instruction-per-attempt', FIGURES, SUMS],
  ],
  [
    'numbers-run',
    'a list that is missing',
    (x) =>
      set(
        first(x.lists, ({ listNo }) => listNo === 2),
        { listNo: 3 },
      ),
    /名单的编号/,
    [FIGURES, 'acts-by-assignee'],
  ],
  ['numbers-run', 'an upload that is missing', (x) => set(first(x.uploads), { no: 2 }), /上传编号不连续/],
];
