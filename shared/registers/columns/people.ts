import { LINKS } from '../../schemas/basics.ts';
import { LINK_TITLES } from '../../schemas/titles.ts';
import type { Column, Sheet } from '../column.ts';
import { district, email, firmCode, firmName, idHash, language, mobile } from './common.ts';

const id = (field: string, title: string, also: readonly string[]): Column => ({
  field,
  title,
  also,
  kind: { type: 'id' },
  about: '本系统内的编号，只能有小写字母、数字和短横线，不超过 32 个。',
  example: 'zj-001',
});

const person = (field: string, title: string, also: readonly string[]): Column => ({
  field,
  title,
  also,
  kind: { type: 'text', max: 50 },
  about: '姓名。',
  example: '张某',
});

/** 五(三): who may be drawn into panels, and what they must not score. */
export const experts: Sheet = {
  title: '评审专家库',
  about: '每位专家一行。同一单位的专家不进同一评审组；与申报主体有关系的不评该申报。',
  columns: [
    id('expertId', '专家编号', ['编号', '专家代码']),
    person('name', '姓名', ['专家姓名', '专家']),
    email,
    mobile,
    language,
    {
      field: 'employer',
      title: '工作单位',
      also: ['单位', '所在单位', '单位名称'],
      kind: { type: 'text', max: 100 },
      about: '所在单位的全称。',
      example: '示例大学',
    },
    {
      field: 'employerUscc',
      title: '单位信用代码',
      also: ['工作单位信用代码', '单位统一社会信用代码', '工作单位统一社会信用代码'],
      kind: { type: 'uscc' },
      blank: null,
      about: '工作单位的统一社会信用代码，没有的留空。',
      example: '91370202MA3D00019W',
    },
    {
      field: 'industries',
      title: '熟悉行业',
      also: ['行业', '行业领域', '所属行业', '细分行业'],
      kind: { type: 'choices', of: 'industries' },
      blank: [],
      about: '方案所列细分行业，多个用顿号分开。',
      example: '轨道交通设备制造、家用电器及配件制造',
    },
    {
      field: 'fields',
      title: '擅长环节',
      also: ['环节', '专业领域', '擅长领域', '擅长场景'],
      kind: { type: 'choices', of: LINKS.map((code) => ({ code, title: LINK_TITLES[code] })) },
      blank: [],
      about: '擅长的环节，多个用顿号分开。',
      example: '研发设计、生产制造',
    },
    {
      field: 'relatedUsccs',
      title: '回避单位信用代码',
      also: ['回避单位', '关联单位', '关联单位信用代码', '利害关系单位'],
      kind: { type: 'usccs' },
      blank: [],
      about: '申报了利害关系、须回避的单位，写统一社会信用代码，多个用顿号分开。',
      example: '91370211MA3F0017X0',
    },
    {
      field: 'clearedUsccs',
      title: '核实无须回避单位信用代码',
      also: ['无须回避单位', '核实无利害关系单位'],
      kind: { type: 'usccs' },
      blank: 'no-field',
      about:
        '经核实无须回避的单位，即使与工作单位或申报的关系相同（不含任法定代表人的单位），写统一社会信用代码，多个用顿号分开。',
      example: '91370211MA3F0017X0',
    },
    {
      field: 'maxPanels',
      title: '最多评审件数',
      also: ['评审件数上限', '可评审件数'],
      kind: { type: 'integer', min: 0, max: 100_000 },
      blank: 'no-field',
      about: '本轮最多可评审的申报件数，0 表示不能参加，留空表示不限。',
      example: '30',
    },
    idHash(
      'idHash',
      '专家证件号码',
      ['证件号码', '身份证号', '身份证号码', '居民身份证号码', '证件号码（加密）'],
      '专家的居民身份证号码，只用于和法定代表人比对、自动回避；导入时用密钥换算为加密值，系统不保存号码本身。',
    ),
    {
      field: 'legalPersonOf',
      title: '任法定代表人单位信用代码',
      also: ['任法定代表人的单位', '担任法定代表人的单位', '法人单位'],
      kind: { type: 'usccs' },
      blank: 'no-field',
      about: '由本人任法定代表人的单位，须回避且不能核实免除，写统一社会信用代码，多个用顿号分开。',
      example: '91370202MA3D00019W',
    },
  ],
};

export const staff: Sheet = {
  title: '工作人员',
  about: '办理审查、审议、拨付等任务的人员，每人一行。',
  columns: [
    id('staffId', '人员编号', ['编号', '工号']),
    {
      field: 'role',
      title: '角色',
      also: ['岗位', '职责', '身份'],
      kind: {
        type: 'choice',
        of: [
          { code: 'district', title: '区市审查', also: ['区市', '区（市）', '区县', '区市主管部门'] },
          { code: 'bureau', title: '市级主管部门', also: ['市级', '市局', '主管部门', '市民营局'] },
          { code: 'finance', title: '财务', also: ['财政', '资金'] },
        ],
      },
      about: '在评选中办理哪一类任务。',
      example: '区市审查',
    },
    district('区市审查人员所在的区（市），其他人员留空。', true),
    person('name', '姓名', ['人员姓名']),
    email,
    mobile,
    language,
  ],
};

/** 五(一): one row is one upload slot. */
export const invitations: Sheet = {
  title: '申报邀请名单',
  about: '每项申报一行。同一服务商有多个方案或案例的，每个一行，用序号区分。',
  columns: [
    {
      field: 'category',
      title: '申报类别',
      also: ['类别', '评选类别'],
      kind: {
        type: 'choice',
        of: [
          { code: 'benchmark-enterprise', title: '深度改造标杆企业', also: ['标杆企业'] },
          { code: 'service-provider', title: '优秀服务商', also: ['服务商'] },
          { code: 'solution-product', title: '优秀解决方案和产品', also: ['解决方案', '解决方案和产品', '产品'] },
          {
            code: 'chain-case',
            title: '“链式”数字化转型典型案例',
            also: ['链式案例', '链式数字化转型典型案例', '典型案例'],
          },
        ],
      },
      about: '方案第二部分的四类之一。',
      example: '深度改造标杆企业',
    },
    firmCode,
    {
      field: 'applicationNo',
      title: '申报序号',
      also: ['第几项', '申报项数序号'],
      kind: { type: 'integer', min: 1, max: 99 },
      about: '同一单位在同一类别中的第几项申报，只有一项的填 1。',
      example: '1',
    },
    firmName('申报主体', ['申报单位', '企业名称', '申报主体名称']),
    person('contactName', '联系人', ['联系人姓名', '联络人']),
    email,
    mobile,
    language,
  ],
};
