import { PRESENCE, PROVIDER_TYPES } from '../../http/labels.ts';
import { SCENARIOS } from '../../schemas/basics.ts';
import { SCENARIO_TITLES } from '../../schemas/titles.ts';
import type { Column, Sheet } from '../column.ts';
import { closedOn, count, day, district, firmCode, firmName, legalPersonIdHash } from './common.ts';

const level = (field: string, title: string, also: readonly string[], about: string): Column => ({
  field,
  title,
  also,
  kind: { type: 'level' },
  about,
  example: '二级',
});

const grade = (scenario: (typeof SCENARIOS)[number]): Column => ({
  field: `grades.${scenario}`,
  title: SCENARIO_TITLES[scenario],
  also: [`${SCENARIO_TITLES[scenario]}场景`, `${SCENARIO_TITLES[scenario]}等级`, scenario],
  kind: { type: 'level' },
  about: '数字化经营该场景认定的等级，未达一级或未涉及的填 0。',
  example: '2',
});

/** 三(一)1–2: what the on-site acceptance found. */
export const pilots: Sheet = {
  title: '试点企业及验收结果',
  about: '每家试点企业一行，等级、评分、场景等级和投入均以入企评测验收认定的为准。',
  columns: [
    firmCode,
    firmName('企业名称', ['试点企业', '试点企业名称', '企业全称']),
    district('企业所在的区（市），写名称或 6 位区划代码。', false),
    {
      field: 'industry',
      title: '细分行业',
      also: ['行业', '所属行业', '所属细分行业'],
      kind: { type: 'choice', of: 'industries' },
      about: '方案所列细分行业之一。',
      example: '汽车零部件及配件制造',
    },
    level(
      'levelBefore',
      '改造前等级',
      ['改造前数字化水平等级', '改造前水平', '初评等级', '诊断等级', '改造前'],
      '改造前的数字化水平等级。',
    ),
    {
      field: 'passed',
      title: '是否通过验收',
      also: ['验收结果', '通过验收', '验收是否通过', '验收结论', '评测验收结果'],
      kind: { type: 'yes-no' },
      about: '入企评测验收的结论。',
      example: '是',
    },
    level(
      'level',
      '验收等级',
      ['数字化水平等级', '认定等级', '改造后等级', '验收认定等级', '等级', '改造后数字化水平等级'],
      '验收认定的数字化水平等级。',
    ),
    {
      field: 'pointsScore',
      title: '评测得分',
      also: ['数字化评分', '得分', '评分', '验收得分', '评测分数', '总分'],
      kind: { type: 'points', max: 100 },
      about: '验收认定的数字化评分，满分 100，最多一位小数。',
      example: '62.5',
    },
    {
      field: 'investmentFen',
      title: '核定投入（元）',
      also: ['核定投入', '认定投入', '改造投入', '核定投资额', '实际投入', '投入金额', '认定投入金额', '核定投资'],
      kind: { type: 'money' },
      about: '验收认定的实施期内改造实际投入。单位写在列标题的括号里：元、万元或分。',
      example: '860000',
    },
    {
      field: 'batch',
      title: '验收批次',
      also: ['批次'],
      kind: { type: 'integer', min: 1, max: 99 },
      about: '第几批通过验收。',
      example: '1',
    },
    day('acceptedOn', '验收日期', ['验收时间', '通过验收时间', '通过验收日期', '评测验收日期'], '入企评测验收的日期。'),
    {
      field: 'providerUscc',
      title: '服务商信用代码',
      also: ['服务商统一社会信用代码', '服务商代码', '改造服务商信用代码'],
      kind: { type: 'uscc' },
      blank: null,
      about: '为其提供改造服务的服务商的统一社会信用代码，没有的留空。',
      example: '91370203MA3C00018Q',
    },
    closedOn,
    legalPersonIdHash,
    ...SCENARIOS.map(grade),
  ],
};

const codes = (titles: Record<string, string>, also: Record<string, readonly string[]>) =>
  Object.entries(titles).map(([code, title]) => ({ code, title, also: also[code] ?? [] }));

/** 二(二)–(四): the recommended pool. */
export const providers: Sheet = {
  title: '推荐服务商资源池',
  about: '列入数字化转型推荐服务商资源池的服务商，每家一行。',
  columns: [
    firmCode,
    firmName('服务商名称', ['服务商', '企业名称', '服务商全称']),
    {
      field: 'type',
      title: '服务商类型',
      also: ['类型', '服务商类别'],
      kind: {
        type: 'choice',
        of: codes(PROVIDER_TYPES, {
          integrator: ['综合集成'],
          'light-product': ['小快轻准', '小快轻准型', '小快轻准产品型', '“小快轻准”型'],
          'chain-leader': ['链主', '链主型', '链主企业型', '链主企业', '“链主”型'],
        }),
      },
      about: '资源池中的类型。',
      example: '综合集成型',
    },
    {
      field: 'presence',
      title: '在青机构',
      also: ['在青机构或团队', '本地机构', '本地服务', '在青情况', '在青设立机构情况'],
      kind: {
        type: 'choice',
        of: codes(PRESENCE, {
          entity: ['实体机构', '实体', '机构', '在青实体机构'],
          'resident-team': ['常驻团队', '团队', '在青常驻团队'],
          none: ['没有', '否', '均无'],
        }),
      },
      about: '在青岛设立实体机构、有常驻团队，或者都没有。',
      example: '在青设立实体机构',
    },
    district('机构注册地或常驻团队所在的区（市），没有的留空。', true),
    closedOn,
    legalPersonIdHash,
  ],
};

/** 二: for all categories. */
export const dishonesty: Sheet = {
  title: '失信联合惩戒名单',
  about: '一次列入一行；同一单位多次列入的，每次一行。',
  columns: [
    firmCode,
    day('listedOn', '列入日期', ['列入时间', '认定日期'], '列入名单的日期。'),
    {
      ...day('removedOn', '移出日期', ['移出时间', '退出日期', '修复日期'], '移出名单的日期，仍在名单上的留空。'),
      blank: null,
    },
    {
      field: 'authority',
      title: '认定部门',
      also: ['列入部门', '认定单位', '列入单位', '认定机关'],
      kind: { type: 'text', max: 100 },
      about: '作出列入决定的部门。',
      example: '示例市中级人民法院',
    },
  ],
};

export const accidents: Sheet = {
  title: '安全事故台账',
  about: '一起事故一行。近三年的重大事故影响资格。',
  columns: [
    firmCode,
    day('happenedOn', '发生日期', ['事故日期', '事故时间', '发生时间', '事故发生日期'], '事故发生的日期。'),
    {
      field: 'kind',
      title: '事故类型',
      also: ['类型', '事故类别'],
      kind: {
        type: 'choice',
        of: [
          { code: 'safety', title: '安全生产', also: ['生产安全', '安全生产事故', '生产安全事故'] },
          { code: 'network-security', title: '网络安全', also: ['网络安全事件', '网络安全事故'] },
          { code: 'data-security', title: '数据安全', also: ['数据安全事件', '数据安全事故'] },
        ],
      },
      about: '哪一类事故。',
      example: '安全生产',
    },
    {
      field: 'major',
      title: '是否重大',
      also: ['重大事故', '是否重大事故', '是否为重大事故'],
      kind: { type: 'yes-no' },
      about: '有关部门是否认定为重大事故。',
      example: '否',
    },
  ],
};

/** 四: what the cumulative cap counts. */
export const subsidies: Sheet = {
  title: '已奖补资金台账',
  about: '每笔已拨付的奖补一行。累计上限按“二级及以上”一类计算。',
  columns: [
    firmCode,
    {
      field: 'kind',
      title: '奖补类别',
      also: ['类别', '奖补类型', '资金类别', '奖补事项'],
      kind: {
        type: 'choice',
        of: [
          {
            code: 'level-2-or-above',
            title: '二级及以上',
            also: ['2级及以上', '二级及以上数字化水平改造', '达到二级及以上', '二级及以上改造'],
          },
          { code: 'other', title: '其他', also: ['其它'] },
        ],
      },
      about: '二级及以上数字化水平改造的奖补，或者其他奖补。',
      example: '二级及以上',
    },
    {
      field: 'amountFen',
      title: '奖补金额（元）',
      also: ['奖补金额', '金额', '奖补资金', '已奖补资金', '拨付金额'],
      kind: { type: 'money' },
      about: '单位写在列标题的括号里：元、万元或分。',
      example: '200000',
    },
    day('paidOn', '拨付日期', ['拨付时间', '到账日期', '奖补日期'], '资金拨付的日期。'),
    {
      field: 'document',
      title: '文号',
      also: ['文件', '依据文件', '拨付文件', '文件号', '依据'],
      kind: { type: 'text', max: 100 },
      about: '拨付所依据的文件。本系统的奖补，写明其编号（拨付方案表的备注列），不会重复计入累计。',
      example: '示例补字〔2024〕12号',
    },
  ],
};

/** 三(一)5: taking part in the pilot's work. */
export const participation: Sheet = {
  title: '试点工作参与情况',
  about: '每家企业一行：应参加与实际参加的活动，应报送与实际报送的材料。',
  columns: [
    firmCode,
    count(
      'activitiesHeld',
      '组织活动次数',
      ['应参加活动次数', '应参加活动', '活动总数'],
      1,
      '要求该企业参加的活动次数。',
    ),
    count('activitiesAttended', '参加活动次数', ['实际参加次数', '参加活动', '已参加活动'], 0, '实际参加的次数。'),
    count('materialsAsked', '要求材料份数', ['应报送材料', '应报送份数', '要求材料'], 1, '要求报送的材料份数。'),
    count('materialsDelivered', '提供材料份数', ['已报送材料', '实际报送份数', '提供材料'], 0, '实际报送的份数。'),
  ],
};
