import * as z from 'zod';
import { ChainLink, Fen, LocalDate, RoundId, Scenario, Sha256, Text, UsccShape } from './basics.ts';

/** Version of the package format; another one is refused with a pointer to this. */
export const PACKAGE_FORMAT = 'awards-package/2';

export const ATTACHMENT_KINDS = [
  'business-licence',
  'credit-report',
  'truth-undertaking',
  'no-accident-undertaking',
  'acceptance-report',
  'investment-details',
  'vouchers',
  'past-subsidies',
  'effect-evidence',
  'special-audit',
  'local-presence',
  'served-enterprises',
  'acceptance-evidence',
  'team-evidence',
  'satisfaction',
  'landing-evidence',
  'intellectual-property',
  'scenario-map',
  'chain-enterprises',
  'drive-evidence',
  'case-text',
] as const;
export const AttachmentKind = z.enum(ATTACHMENT_KINDS);
export type AttachmentKind = z.infer<typeof AttachmentKind>;

/**
 * What people read about a field on forms, in the blank Excel form, in the JSON Schema and in reports of problems. Titles are
 * the plan's words where it has them.
 */
export interface FieldMeta {
  title: string;
  titleEn: string;
  /** What to write, in Chinese. */
  description?: string;
  unit?: '元' | '人' | '级';
  /** Set by the upload slot or the round: nobody is asked for it. */
  fixed?: boolean;
  examples?: unknown[];
}

const field = <T extends z.ZodType>(schema: T, meta: FieldMeta): T => schema.meta({ ...meta });

const named = (title: string, titleEn: string, max: number, example: string, description?: string) =>
  field(Text(max).min(1), {
    title,
    titleEn,
    examples: [example],
    ...(description === undefined ? {} : { description }),
  });
const narrative = (title: string, titleEn: string, description: string) =>
  field(Text(4000).min(1), { title, titleEn, description });
const uscc = () =>
  field(UsccShape, {
    title: '统一社会信用代码',
    titleEn: 'Unified social credit code',
    description: '营业执照上的 18 位代码，大写字母。',
    examples: ['91370211MA3F0017X0'],
  });
const dated = (title: string, titleEn: string) => field(LocalDate, { title, titleEn, examples: ['2025-03-31'] });

export const AttachmentEntry = z.strictObject({
  kind: field(AttachmentKind, { title: '材料类型', titleEn: 'Kind', examples: ['business-licence'] }),
  /** Path inside the zip, below `attachments/`. */
  path: field(
    z
      .string()
      .regex(/^attachments\/[^\\]+$/)
      .max(200),
    {
      title: '文件路径',
      titleEn: 'Path',
      description: '压缩包内 attachments 文件夹下的文件。',
      examples: ['attachments/营业执照.pdf'],
    },
  ),
  sha256: field(Sha256, { title: 'SHA-256 校验值', titleEn: 'SHA-256' }),
});

const Honour = z.strictObject({
  title: named('名称', 'Title', 200, '省级专精特新中小企业'),
  level: field(z.enum(['national', 'provincial', 'municipal', 'other']), {
    title: '级别',
    titleEn: 'Level',
    examples: ['provincial'],
  }),
  awardedOn: dated('获得日期', 'Awarded on'),
});
const honours = (description: string) =>
  field(z.array(Honour).max(50), { title: '荣誉', titleEn: 'Honours', description });

const Served = z.strictObject({ uscc: uscc(), name: named('企业名称', 'Enterprise', 100, '青岛某某机械有限公司') });
const enterprises = (title: string, titleEn: string, description: string) =>
  field(z.array(Served).min(1).max(500), { title, titleEn, description });

/** An invoice of the project. Its number is compared with those of all other applications of the round. */
const Invoice = z.strictObject({
  number: field(z.string().regex(/^[0-9A-Za-z-]{6,30}$/), {
    title: '发票号码',
    titleEn: 'Invoice number',
    description: '数电发票 20 位号码；旧版发票为“代码-号码”。',
    examples: ['25372000000012345678'],
  }),
  issuedOn: dated('开票日期', 'Issued on'),
  amountFen: field(Fen, { title: '价税合计', titleEn: 'Amount', unit: '元', examples: [1_500_000] }),
});

const common = {
  format: field(z.literal(PACKAGE_FORMAT), { title: '格式版本', titleEn: 'Format', fixed: true }),
  roundId: field(RoundId, { title: '评选批次', titleEn: 'Round', fixed: true }),
  uscc: field(UsccShape, { title: '统一社会信用代码', titleEn: 'Unified social credit code', fixed: true }),
  name: named('单位名称', 'Name', 100, '青岛某某机械有限公司', '与营业执照一致。'),
  applicationNo: field(z.int().min(1).max(99), { title: '申报序号', titleEn: 'Application number', fixed: true }),
  legalPerson: named('法定代表人', 'Legal representative', 50, '张某', '与营业执照一致。'),
  contact: field(
    z.strictObject({
      name: named('姓名', 'Name', 50, '李某'),
      phone: field(z.string().regex(/^[0-9+\- ]{6,20}$/), {
        title: '联系电话',
        titleEn: 'Phone',
        description: '手机或带区号的固定电话。',
        examples: ['0532-00000000'],
      }),
    }),
    { title: '联系人', titleEn: 'Contact' },
  ),
  /** For publicity after the announcement. */
  publicSummary: field(Text(500), {
    title: '公开简介',
    titleEn: 'Public summary',
    description: '不超过 500 字。正式公布后用于宣传，不要写个人信息。',
  }),
  publicityConsent: field(z.boolean(), {
    title: '同意公开简介',
    titleEn: 'Consent to publicity',
    description: '是否同意在正式公布后公开上述简介。不影响评选。',
  }),
  attachments: field(z.array(AttachmentEntry).min(1).max(200), { title: '证明材料清单', titleEn: 'Attachments' }),
};

const category = <const C extends string>(code: C) =>
  field(z.literal(code), { title: '申报类别', titleEn: 'Category', fixed: true });

/** What 三(一) asks of an enterprise and no register holds. Declared figures are only compared, never scored. */
const Enterprise = z.strictObject({
  ...common,
  category: category('benchmark-enterprise'),
  declaredLevel: field(z.int().min(0).max(4), {
    title: '申报数字化水平等级',
    titleEn: 'Declared digital level',
    description: '入企评测验收认定的等级；评选以验收台账为准。',
    unit: '级',
    examples: [2],
  }),
  declaredInvestmentFen: field(Fen, {
    title: '申报改造投入',
    titleEn: 'Declared investment',
    description: '实施期内数字化改造实际投入；评选以验收认定数额为准。',
    unit: '元',
    examples: [65_000_000],
  }),
  invoices: field(z.array(Invoice).max(500), {
    title: '发票清单',
    titleEn: 'Invoices',
    description: '投入所依据的发票，逐张填写。',
  }),
  foundation: field(
    z.strictObject({
      planning: narrative('规划、团队与资金', 'Planning, team and funds', '数字化转型规划、团队建设、资金保障情况。'),
      keyProcesses: narrative('关键环节改造', 'Key processes', '实施期内的改造涉及哪些生产制造关键环节。'),
      dataExchange: narrative('数据互通', 'Data exchange', '跨部门数据互通情况。'),
      newTechnology: narrative('新技术应用', 'New technology', '是否采用人工智能等新型技术，用在哪里。'),
      promotion: narrative('推广价值', 'Value for others', '改造经验和成效的示范推广价值。'),
      honours: honours('所获数字化转型相关荣誉；没有可不填。'),
    }),
    { title: '工作基础', titleEn: 'Foundation' },
  ),
  effects: field(
    z.strictObject({
      economic: narrative('经济指标', 'Economic figures', '改造前后的经济指标，写明数据来源。'),
      quality: narrative('产品质量', 'Quality', '改造前后的产品质量。'),
      cost: narrative('生产成本', 'Cost', '改造前后的生产成本。'),
      efficiency: narrative('运行效率', 'Efficiency', '改造前后的运行效率。'),
    }),
    { title: '改造成效', titleEn: 'Effects' },
  ),
});

const Product = z.strictObject({
  name: named('产品名称', 'Product', 100, '设备联网系统 V2'),
  scenarios: field(z.array(Scenario).max(16), {
    title: '覆盖场景',
    titleEn: 'Scenarios',
    examples: [['production-control', 'equipment']],
  }),
});

const Provider = z.strictObject({
  ...common,
  category: category('service-provider'),
  served: enterprises('服务企业', 'Enterprises served', '实施期内服务且通过评测验收的试点企业，逐家填写。'),
  effects: narrative('服务成效', 'Effects', '所服务企业改造后的成效。'),
  team: field(
    z.strictObject({
      size: field(z.int().min(1).max(1_000_000), { title: '人数', titleEn: 'People', unit: '人', examples: [25] }),
      narrative: narrative('团队情况', 'Team', '人员配置，在青机构或常驻团队情况。'),
    }),
    { title: '团队', titleEn: 'Team' },
  ),
  honours: honours('所获荣誉；没有可不填。'),
  training: narrative('培训辅导', 'Training', '对企业的培训辅导情况。'),
  products: field(z.array(Product).min(1).max(100), {
    title: '产品',
    titleEn: 'Products',
    description: '逐个填写产品及其覆盖的应用场景。',
  }),
  operations: narrative('运维升级', 'Operation and upgrades', '产品持续运维升级能力。'),
});

const Solution = z.strictObject({
  ...common,
  category: category('solution-product'),
  title: named('解决方案或产品名称', 'Solution or product', 100, '设备联网一体化平台'),
  links: field(z.array(ChainLink).min(1).max(5), {
    title: '面向环节',
    titleEn: 'Links of the value chain',
    examples: [['manufacturing']],
  }),
  scenarios: field(z.array(Scenario).min(1).max(16), {
    title: '应用场景',
    titleEn: 'Scenarios',
    examples: [['production-control']],
  }),
  industries: field(z.array(z.string().max(60)).max(10), {
    title: '聚焦行业',
    titleEn: 'Industries',
    description: '聚焦的细分行业；没有可不填。',
  }),
  landed: enterprises('落地企业', 'Enterprises where it runs', '已成功实施落地的试点企业，逐家填写。'),
  technology: narrative('核心技术及优势', 'Technology', '核心技术及优势，是否采用人工智能等新型技术。'),
  painPoints: narrative('共性痛点', 'Common needs', '解决了哪些行业共性痛点。'),
  effects: narrative('应用成效', 'Effects', '对企业数字化水平等级整体提升的作用。'),
  demonstration: narrative('示范效应', 'Demonstration', '可复制、可推广的成果或前景。'),
  intellectualProperty: field(z.array(Text(200).min(1)).max(100), {
    title: '知识产权',
    titleEn: 'Intellectual property',
    description: '国家知识产权的名称和编号，每项一行；没有可不填。',
  }),
  honours: honours('国家级或省级典型案例及相关荣誉；没有可不填。'),
});

const Partner = z.strictObject({
  uscc: uscc(),
  name: named('企业名称', 'Enterprise', 100, '青岛某某配件有限公司'),
  relation: field(z.enum(['upstream', 'downstream', 'park']), {
    title: '关系',
    titleEn: 'Relation',
    examples: ['upstream'],
  }),
});

const ChainCase = z.strictObject({
  ...common,
  category: category('chain-case'),
  title: named('案例名称', 'Case', 100, '家电链式协同转型案例'),
  landed: enterprises('落地企业', 'Enterprises where it runs', '案例已落地实施的试点企业，逐家填写。'),
  partners: field(z.array(Partner).max(500), {
    title: '上下游企业',
    titleEn: 'Enterprises of the chain',
    description: '案例带动的上下游或园区企业，逐家填写。',
  }),
  measures: narrative('转型举措', 'Measures', '具体举措。'),
  technology: narrative('技术优势', 'Technology', '解决方案的技术优势及核心能力。'),
  effects: field(
    z.strictObject({
      cost: narrative('成本', 'Cost', '链式转型对成本的作用。'),
      efficiency: narrative('效率', 'Efficiency', '链式转型对效率的作用。'),
      revenue: narrative('营收', 'Revenue', '链式转型对营收的作用。'),
      energy: narrative('能耗', 'Energy', '链式转型对能耗的作用。'),
      quality: narrative('产品质量', 'Quality', '链式转型对产品质量的作用。'),
    }),
    { title: '应用成效', titleEn: 'Effects' },
  ),
  replication: narrative('复制推广性', 'Replication', '对产业链供应链、园区集群的带动潜力，对共性需求的解决。'),
});

/** `application.json` at the root of the package. */
export const PackageManifest = z.discriminatedUnion('category', [Enterprise, Provider, Solution, ChainCase]);
export type PackageManifest = z.infer<typeof PackageManifest>;

/** The format of each category alone. */
export const CATEGORY_FORMATS = {
  'benchmark-enterprise': Enterprise,
  'service-provider': Provider,
  'solution-product': Solution,
  'chain-case': ChainCase,
} as const;
