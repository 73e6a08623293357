import { readFileSync } from 'node:fs';
import { sheetItems } from '../../../shared/domain/auto-scores.ts';
import type { ShownFlag } from '../../../shared/http/pages/flags.ts';
import type {
  ApplicationView,
  PlanLine,
  PlanView,
  ShownRegister,
  TaskDetails,
  TaskView,
} from '../../../shared/http/pages/task-view.ts';
import { Policy } from '../../../shared/policy/schema.ts';
import type { DecidableKind } from '../../../shared/schemas/decisions.ts';
import type {
  ApplicationRecord,
  AwardRecord,
  FlagRecord,
  ObjectionRecord,
  ObjectorRecord,
  PlaceRecord,
  SlotRecord,
  TaskRecord,
  UploadRecord,
} from '../../../shared/schemas/records.ts';
import type { RegisterKind } from '../../../shared/schemas/registers.ts';
import { attachmentsFor } from '../../world/attachments.ts';
import { applicantOf } from '../../world/directory.ts';
import { generateWorld } from '../../world/generate.ts';
import { manifestFor } from '../../world/manifests.ts';

/** Views of every kind of task, from a small fictional world. */
export const policy = Policy.parse(
  JSON.parse(readFileSync(new URL('../../../shared/policy/qingdao-2025.json', import.meta.url), 'utf8')),
);
export const world = generateWorld({ seed: 'pages', applications: 20, policy });

const at = '2025-11-20T02:00:00.000Z';
const sha = 'a'.repeat(64);
export const ROUND = 'qingdao-2025';
export const ID = `${ROUND}.b.0123456789abcdef`;
export const OTHER = `${ROUND}.b.fedcba9876543210`;

const index = world.plans.findIndex((plan) => plan.category === 'benchmark-enterprise' && plan.fault === null);
const applicant = applicantOf(world, index);
const files = attachmentsFor(world, applicant, 1);

export const application: ApplicationRecord = {
  entity: 'Application',
  applicationId: ID,
  roundId: ROUND,
  category: 'benchmark-enterprise',
  uscc: applicant.invitation.uscc,
  name: applicant.invitation.name,
  title: applicant.invitation.name,
  applicationNo: 1,
  status: 'in-review',
  version: 2,
  packageSha256: sha,
  receivedAt: at,
  district: '370202',
  attempt: 1,
  waitId: `${ID}~district.1`,
  correctedOnce: false,
  findings: [
    {
      rule: 'enterprise.level',
      outcome: 'pass',
      clause: '二(一)',
      title: '数字化水平等级达二级及以上',
      evidence: '验收认定三级',
      register: null,
    },
    {
      rule: 'common.accident',
      outcome: 'needs-person',
      clause: '二',
      title: '近三年未发生重大安全事故',
      evidence: '台账中有一条一般事故记录',
      register: null,
    },
  ],
  conflictUsccs: [],
  opinion: '请补充付款凭证。',
};

const view: ApplicationView = {
  application,
  manifest: manifestFor(world, applicant, files, 1),
  scan: 'none',
  files: files.map(({ kind, path, sha256, data }) => ({
    kind,
    path,
    sha256,
    size: data.length,
    contentType: 'application/pdf',
  })),
  pilot: applicant.pilot,
  provider: null,
};

const place = (applicationId: string, rank: number, state: PlaceRecord['state']): PlaceRecord => ({
  entity: 'Place',
  roundId: ROUND,
  category: 'benchmark-enterprise',
  applicationId,
  rank,
  order: rank,
  total: '177/2',
  shown: '88.50',
  decidedBy: 'results-indicator',
  state,
  noticeEndsAt: at,
  openObjections: 0,
  listNo: null,
});
const flagged = (code: FlagRecord['code'], evidence: string, gone: FlagRecord['gone']): ShownFlag => ({
  flag: {
    entity: 'Flag',
    roundId: ROUND,
    applicationId: ID,
    code,
    clause: '五(二)',
    counterpartId: OTHER,
    evidence,
    version: 1,
    counterpartVersion: 1,
    firstAt: at,
    lastAt: at,
    gone,
    rev: 1,
  },
  counterpart: { name: '乙公司', title: '乙公司', category: 'benchmark-enterprise', applicationNo: 1 },
});

const named = (applicationId: string, rank: number, state: PlaceRecord['state']) => ({
  place: place(applicationId, rank, state),
  name: '某某智能制造有限公司',
  title: '某某产线改造',
  spreadFlag: rank === 1,
  lookedAgain: rank === 1,
  flags: rank === 1 ? [flagged('same-phone', '联系电话相同', null)] : [],
});

export const award: AwardRecord = {
  entity: 'Award',
  awardId: ID,
  roundId: ROUND,
  category: 'benchmark-enterprise',
  uscc: application.uscc,
  name: application.name,
  title: application.title,
  rank: 1,
  listNo: 1,
  amountFen: 30_000_000,
  otherReadingFen: 10_000_000,
  steps: [{ text: '两者取低：300,000 元', fen: 30_000_000 }],
  status: 'announced',
  payeeRef: null,
  planNo: null,
  attempt: 2,
  announcedAt: at,
};

export const refused: ApplicationRecord = {
  ...application,
  status: 'not-recommended',
  opinion: '投入与实际不符。',
  waitId: `${ID}~review.1`,
  refusal: { status: 'not-recommended', opinion: '投入与实际不符。', by: 'district-1', at },
  review: { requestedAt: at, grounds: '发票齐全，请再核。' },
};

const scoredByFormula = [{ code: 'digital-level', points: '17/1', working: '评测得分80分，场景12个' }];
/** Codes of the items that the score form must ask for. */
export const askedItems = sheetItems(policy, 'benchmark-enterprise', scoredByFormula).map((item) => item.code);
/** An objection that has been through everything but its ruling. */
export const objection: ObjectionRecord = {
  ...{ entity: 'Objection', roundId: ROUND, objectionId: '0123456789abcdef', applicationId: ID, status: 'open' },
  ...{ filedAt: at, dueAt: at, taskId: `${ROUND}~objection.0123456789abcdef`, handlerDecided: 1, revision: 6 },
  steps: [
    { kind: 'filed', at, by: 'objector' },
    { kind: 'accepted', at, by: 'b' },
    { kind: 'supplement-asked', at, by: 'b', until: at, text: '请补充发票复印件。' },
    { kind: 'hearing-asked', at, by: 'b', until: at, text: '申报的改造投入与发票不一致，请说明。' },
    { kind: 'heard', at, by: ID, text: '投入属实，附发票清单。' },
  ],
};
export const objector: ObjectorRecord = {
  ...{ entity: 'Objector', roundId: ROUND, objectionId: '0123456789abcdef', kind: 'person', name: '张三' },
  ...{ phone: '19900000000', email: 'zhang@example.test', grounds: '申报的改造投入与实际不符。' },
  supplements: [{ at, text: '发票见附件。' }],
  folder: 'objections/x',
  files: [
    {
      ...{ kind: 'evidence', name: '发票.pdf', key: 'objections/x/y.pdf', size: 2048, sha256: 'a'.repeat(64) },
      ...{ contentType: 'application/pdf', at },
    },
  ],
  ...{ visitor: 'b'.repeat(64), letters: 0 },
};

const register = (kind: RegisterKind, no: number | null): ShownRegister => ({ kind, version: sha, at, no });
const planned = (n: number, change: Partial<PlanLine>): PlanLine => ({
  ...{ ...award, awardId: `${ROUND}.b.000000000000000${n}`, rank: n, investmentFen: 60_000_000, pastFen: 20_000_000 },
  ...change,
});
/** A plan with everything that may be seen of one: two awards of one payee, flags, an earlier plan, an approval before. */
export const plan: PlanView = {
  ...{ planNo: 2, status: 'proposed', totalFen: 60_000_000, seenCode: 'b'.repeat(16) },
  lines: [
    planned(1, {}),
    planned(2, {
      category: 'chain-case',
      title: '=1+1',
      amountFen: 20_000_000,
      otherReadingFen: 20_000_000,
      pastFen: null,
    }),
    planned(3, { category: 'solution-product', amountFen: 10_000_000, otherReadingFen: 10_000_000, pastFen: null }),
  ],
  seen: {
    ...{ at, versions: { dishonesty: sha, pilots: sha, providers: sha }, all: 4 },
    flags: [
      {
        awardId: `${ROUND}.b.0000000000000001`,
        code: 'dishonest',
        evidence: '2025-11-01起列入失信名单（示例市中级人民法院）',
      },
      {
        awardId: `${ROUND}.b.0000000000000001`,
        code: 'renamed',
        evidence: '最新台账中的单位名称为“甲（青岛）公司”，与户名不同',
      },
      { awardId: `${ROUND}.b.0000000000000002`, code: 'closed', evidence: '2025-11-02注销或停业' },
      { awardId: `${ROUND}.b.0000000000000003`, code: 'account-missing', evidence: '没有收款账户' },
    ],
  },
  registers: {
    basis: [register('pilots', 3), register('subsidies', null)],
    looked: [register('dishonesty', 4), register('pilots', 5), register('providers', null)],
  },
  earlier: [
    { uscc: application.uscc, name: application.name, category: 'benchmark-enterprise', amountFen: 50_000_000 },
  ],
  accountless: [{ awardId: OTHER, name: '乙公司', amountFen: 10_000_000 }],
  first: { byName: '王五', at, reason: '预算已安排。' },
};

export const DETAILS: TaskDetails = {
  'district-review': {
    ...view,
    proposal: null,
    sentBack: { by: 'district-2', byName: '赵六', at, reason: '请再核对发票。' },
    flags: [
      flagged('same-invoice', '第 1 张发票（尾号 5678）与对方的第 2 张发票（尾号 5678）号码相同', null),
      flagged('same-file', '附件“投入明细”与对方的“投入明细”是同一个文件', { at, why: 'new-version' }),
    ],
    inquiries: [
      {
        entity: 'Inquiry',
        ...{ applicationId: ID, roundId: ROUND, inquiryId: '0123456789abcdef', by: 'district-1', byName: '王五', at },
        ...{
          authority: '应急管理局',
          matter: '近三年安全事故',
          askedOn: '2025-11-20',
          answer: '无记录',
          answeredOn: '2025-11-21',
        },
      },
    ],
    overrides: [{ rule: 'common.credit-code', at, reason: '执照原件与登记一致', byName: '王五' }],
  },
  'district-late': {
    district: '370203',
    applications: [{ applicationId: ID, name: application.name, title: application.title }],
  },
  'district-sheet': { all: 12, recommended: 9, code: '0123 4567 89ab cdef' },
  refusal: { application: refused },
  'refusal-review': {
    ...view,
    application: refused,
    flags: [flagged('same-phone', '联系电话相同', null)],
    overrides: [],
    inquiries: [],
  },
  score: {
    ...view,
    auto: scoredByFormula,
    related: ['某服务商'],
  },
  'second-look': {
    ...view,
    auto: scoredByFormula,
    first: {
      pointsByItem: Object.fromEntries(askedItems.map((code) => [code, 20])),
      comment: '材料完整。',
      comments: { foundation: '团队稳定。' },
      submittedAt: at,
    },
    summary: askedItems.map((code) => ({ code, lowest: 5, median: 17.5, highest: 30 })),
  },
  'panel-shortage': { application, reasons: ['需要5位，可用2位：同一单位的专家已回避'] },
  'tie-break': {
    category: 'benchmark-enterprise',
    tied: [
      { applicationId: ID, name: '甲公司', title: '甲项目', shown: '80.00' },
      { applicationId: OTHER, name: '乙公司', title: '乙公司', shown: '80.00' },
    ],
    placesLeft: 1,
  },
  deliberate: {
    categories: [
      {
        category: 'benchmark-enterprise',
        ranked: {
          ranking: null,
          shown: [named(ID, 1, 'shortlisted'), named(OTHER, 2, 'reserve')],
          rest: { reserve: 3, belowPass: 1 },
        },
      },
    ],
  },
  'calendar-year': { year: '2027' },
  'objection-ruling': {
    objection,
    objector,
    against: named(ID, 1, 'shortlisted'),
    effect: { out: ID, in: OTHER },
    leaves: { amountFen: 30_000_000 },
    movesUp: { place: named(OTHER, 2, 'reserve'), amountFen: 20_000_000, noticeEndsAt: at },
    now: '2025-11-01T00:00:00.000Z',
  },
  'objection-hearing': { asked: '申报的改造投入与发票不一致，请说明。' },
  confirm: { listNo: 1, lines: [award] },
  payee: { award },
  'fill-place': {
    award: { ...award, status: 'declined', declined: { at, reason: '项目已另有资助。', filled: null } },
    next: { ...named(OTHER, 2, 'reserve'), amountFen: 20_000_000 },
    noticeEndsAt: at,
  },
  'approve-plan': plan,
  'settlement-difference': {
    reconciliation: {
      agrees: false,
      rows: [{ name: '公布名单', count: 1, fen: 30_000_000 }],
      differences: ['拨付方案比公布名单少一笔'],
    },
  },
  revocation: {
    award,
    proposal: {
      entity: 'Directive',
      directiveId: `${ID}.1.1.d1`,
      roundId: ROUND,
      disbursementId: `${ID}.1.1`,
      awardId: ID,
      payeeUscc: award.uscc,
      amountFen: award.amountFen,
      no: 1,
      kind: 'recover',
      reason: '核查发现申报材料失实。',
      by: 'bureau-2',
      at,
      recoveredFen: 0,
    },
    byName: '王五',
    tooLate: true,
  },
  get overdue() {
    return { task: taskOf('payee'), application };
  },
};

export const taskOf = (kind: DecidableKind): TaskRecord => ({
  entity: 'Task',
  taskId: `${ID}~${kind}.1`,
  kind,
  roundId: ROUND,
  applicationId: ID,
  waitId: null,
  assignee: { role: 'bureau', id: 'bureau-1' },
  status: 'open',
  openedAt: at,
  deadline: '2025-12-12T09:00:00.000Z',
  reminders: 0,
  ...(kind === 'score' ? { declaredAt: at } : {}),
  subject: {},
});

export const viewOf = <K extends DecidableKind>(kind: K): TaskView<K> => ({
  kind,
  task: taskOf(kind),
  policy,
  details: DETAILS[kind],
});

export const slot: SlotRecord = {
  entity: 'Slot',
  applicationId: ID,
  roundId: ROUND,
  category: 'benchmark-enterprise',
  uscc: application.uscc,
  applicationNo: 1,
  name: application.name,
  contactName: '李四',
  email: 'lisi@example.test',
  issuedAt: at,
};

export const refusedUpload: UploadRecord = {
  entity: 'Upload',
  applicationId: ID,
  roundId: ROUND,
  uploadId: 'u1',
  receivedAt: at,
  size: 1000,
  sha256: null,
  verdict: 'refused',
  version: null,
  problems: [
    {
      code: 'package.attachment-missing',
      where: '证明材料清单',
      message: '缺少信用报告',
      mend: '请补充信用报告',
      messageEn: 'The credit report is missing.',
      mendEn: 'Add the credit report.',
    },
  ],
};
