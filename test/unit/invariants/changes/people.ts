import { at } from '../../export/constants.ts';
import { type Change, FIGURES, first, loser, set, taskOf } from './tools.ts';

export const PEOPLE: Change[] = [
  [
    'endings-by-persons',
    'a rejection without a reason',
    (x) => set(loser(x), { opinion: ' ' }),
    /的不推荐没有载明何人、何时、为何/,
  ],
  [
    'endings-by-persons',
    'a rule rejected it',
    (x) => {
      const a = loser(x);
      set(a, { decidedBy: null });
      x.tasks = x.tasks.filter(
        ({ kind, applicationId }) => kind !== 'district-review' || applicationId !== a.applicationId,
      );
    },
    /的不推荐没有载明/,
  ],
  [
    'endings-by-persons',
    'it lapsed by itself',
    (x) => {
      const a = loser(x);
      set(a, { status: 'lapsed' });
      set(
        taskOf(x, 'district-review', ({ applicationId }) => applicationId === a.applicationId),
        {
          status: 'expired',
          decision: null,
          decidedAt: null,
        },
      );
    },
    /的终止没有载明/,
  ],
  [
    'removals-by-ruling',
    'a place that was taken without a ruling',
    (x) => {
      const o = first(x.objections, ({ status }) => status === 'upheld');
      if (o.ruling !== null) o.ruling.reason = '';
    },
    /失去名次，没有载明理由的成立异议/,
  ],
  [
    'objections-by-step',
    'an objection that was taken on by nobody of the bureau',
    (x) =>
      set(
        first(first(x.objections).steps, ({ kind }) => kind === 'accepted'),
        { by: 'objector' },
      ),
    /的步骤 accepted 由 objector 作出/,
  ],
  [
    'objections-by-step',
    'an answer before what it answers',
    (x) => {
      const { steps } = first(x.objections);
      steps.splice(1, 0, { kind: 'heard', at: steps[0]?.at ?? '', by: 'applicant', until: null });
    },
    /的步骤先后有误/,
  ],
  [
    'objections-by-step',
    'an objection that ended otherwise than its last step says',
    (x) =>
      set(
        first(x.objections, ({ status }) => status === 'rejected'),
        { status: 'declined', declined: 'abusive' },
      ),
    /的结果与最后一步不一致/,
  ],
  [
    'ties-by-panel',
    'an order without the panel’s reason',
    (x) => {
      const task = taskOf(x, 'tie-break');
      set(task, { subject: { ...task.subject, category: 'chain-case' } });
    },
    /solution-product 的并列次序/,
    [FIGURES],
  ],
  [
    'exceptions-explained',
    'an extension without a reason',
    (x) => set(first(first(x.gates).extensions), { reason: '' }),
    /延至 .*没有载明/,
  ],
  [
    'exceptions-explained',
    'a deadline that moved by itself',
    (x) => set(first(x.gates), { deadline: at('11-21') }),
    /不是最后一次延期的期限/,
  ],
  [
    'exceptions-explained',
    'a review taken from its officer without a word',
    (x) => {
      const task = taskOf(x, 'district-review', ({ applicationId }) => applicationId === loser(x).applicationId);
      x.tasks.push({ ...task, taskId: `${task.taskId}.0`, status: 'reassigned', decision: null, decidedAt: null });
    },
    /转由市级审查，没有载明理由/,
  ],
  [
    'exceptions-explained',
    'too few sheets, accepted by nobody',
    (x) => {
      const s = first(x.scores);
      s.sheetTotals = s.sheetTotals.slice(0, 1);
    },
    /评分表少于最低份数/,
    [FIGURES],
  ],
  [
    'exceptions-explained',
    'a difference that nobody signed',
    (x) => set(x.round, { settlement: { agrees: false, signed: true, at: at('12-30') } }),
    /没有载明理由的签认/,
  ],
  [
    'exceptions-explained',
    'a credit code confirmed without a word',
    (x) => set(first(first(x.applications, ({ overrides }) => overrides.length > 0).overrides), { reason: ' ' }),
    /的 common\.credit-code 经人工确认，没有载明/,
  ],
  [
    'exceptions-explained',
    'a credit code confirmed by somebody who did not review it',
    (x) => set(first(first(x.applications, ({ overrides }) => overrides.length > 0).overrides), { at: at('11-24') }),
    /经人工确认.*不是审查时所作/,
  ],
  [
    'checklists-complete',
    'a recommendation that skipped a point',
    (x) => {
      const a = first(x.applications, ({ status }) => status === 'recommended');
      a.checks = (a.checks ?? []).slice(1);
    },
    /已推荐，核对清单有 1 项没有完成/,
  ],
  [
    'plans-co-approved',
    'a plan that one person approved',
    (x) => {
      if (x.policy.plan !== undefined) x.policy.plan.value.coApproval = true;
      for (const plan of x.plans) plan.firstApprovedBy = 'staff-009';
      const own = first(x.plans);
      own.firstApprovedBy = own.decidedBy;
    },
    /^第 1 号拨付方案没有经未确认名单的两人先后审批$/,
    // The round was not drawn up with that policy.
    [FIGURES, 'policy-is-pinned'],
  ],
  [
    'opinions-co-signed',
    'an opinion that its own author signed',
    (x) => {
      x.policy.review.value.coSign = true;
      for (const task of x.tasks)
        if (task.kind === 'district-review' && task.decision !== null)
          task.decision.proposedBy = task.assignee === 'staff-001' ? 'staff-002' : 'staff-001';
      const own = taskOf(x, 'district-review');
      if (own.decision !== null) own.decision.proposedBy = own.assignee;
    },
    /的审查结论没有经另一人联签/,
    // The round was not drawn up with that policy.
    [FIGURES, 'policy-is-pinned'],
  ],
  [
    'flags-mirrored',
    'a flag against one of the two only',
    (x) => {
      x.flags = x.flags.slice(1);
    },
    /的关联提示 same-file 在对方申报下没有/,
  ],
  [
    'flags-mirrored',
    'a flag that is gone for one of the two only',
    (x) =>
      set(
        first(x.flags, ({ gone }) => gone === null),
        { gone: { at: at('11-13'), why: 'new-version' } },
      ),
    /在双方申报下的状态不同/,
  ],
  [
    'decisions-explained',
    'a confirmation without a reason',
    (x) =>
      set(taskOf(x, 'confirm'), {
        decision: { decision: 'confirm', reason: null, order: null, asked: null, proposedBy: null },
      }),
    /任务 qd-2025~confirm\.1 的决定没有载明/,
  ],
];

export const ANSWERS: Change[] = [
  [
    'refusals-are-clear',
    'refused without a word',
    (x) =>
      set(
        first(x.uploads, ({ verdict }) => verdict === 'refused'),
        { problems: [] },
      ),
    /未受理，没有列出问题/,
  ],
  [
    'refusals-are-clear',
    'a problem that says not how to mend it',
    (x) => set(first(first(x.uploads, ({ verdict }) => verdict === 'refused').problems), { mend: '' }),
    /的问题 package\.not-a-zip 没有说清/,
  ],
  [
    'reviewed-was-accepted',
    'a version of a refused upload',
    (x) => {
      const upload = first(x.uploads, ({ verdict }) => verdict === 'accepted');
      set(upload, {
        verdict: 'refused',
        problems: [...first(x.uploads, ({ verdict }) => verdict === 'refused').problems],
      });
    },
    /第 1 版不来自受理的上传/,
  ],
  [
    'reviewed-was-accepted',
    'a review of a version that is not there',
    (x) => {
      const task = taskOf(x, 'district-review');
      set(task, { subject: { ...task.subject, version: 2 } });
    },
    /所办的材料没有受理/,
  ],
];

/** Each with a sentence somebody might write, and what is said of it. */
const WORDS: [text: string, kind: RegExp][] = [
  ['请联系 13912345678 确认', /含有手机号码$/],
  ['电话+86 139-1234-5678', /含有手机号码$/],
  ['座机0532-85912345', /含有电话号码$/],
  ['身份证11010519491231002X', /含有身份证号码$/],
  ['邮箱 zhang.san@example.cn。', /含有邮箱$/],
  ['账号6222021234567890123', /含有银行账号$/],
  ['账号 6222 0212 3456 7890 123', /含有银行账号$/],
  ['凭据 Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MGFiY2RlZmdoaWp', /含有凭据$/],
  ['https://a.example/l/Zm9vYmFyYmF6cXV4MTIzNDU2', /含有任务链接$/],
];
export const PERSONS = WORDS.map(
  ([text, kind]): Change => [
    'export-names-nobody',
    text,
    (x) =>
      set(taskOf(x, 'deliberate'), {
        decision: { decision: 'approve', reason: text, order: null, asked: null, proposedBy: null },
      }),
    kind,
  ],
);
