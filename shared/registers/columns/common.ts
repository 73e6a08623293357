import type { Column } from '../column.ts';

/** The code of the firm a row is about. */
export const firmCode: Column = {
  field: 'uscc',
  title: '统一社会信用代码',
  also: ['信用代码', '社会信用代码', '企业统一社会信用代码', '单位统一社会信用代码', '统一信用代码', '税号'],
  kind: { type: 'uscc' },
  about: '18 位代码。Excel 中请把本列设为文本格式，否则纯数字的代码会丢失末几位。',
  example: '91370211MA3F0017X0',
};

export const firmName = (title: string, also: readonly string[]): Column => ({
  field: 'name',
  title,
  also: ['单位名称', '名称', ...also],
  kind: { type: 'text', max: 100 },
  about: '营业执照上的全称。',
  example: '青岛示例机械有限公司',
});

export const district = (about: string, blank: boolean): Column => ({
  field: 'district',
  title: '所属区市',
  also: ['区市', '区（市）', '所在区市', '所在区', '区县', '属地', '区划代码', '所属区（市）'],
  kind: { type: 'choice', of: 'districts' },
  ...(blank ? { blank: null } : {}),
  about,
  example: '市南区',
});

export const day = (field: string, title: string, also: readonly string[], about: string): Column => ({
  field,
  title,
  also,
  kind: { type: 'date' },
  about,
  example: '2025-01-05',
});

export const count = (field: string, title: string, also: readonly string[], min: number, about: string): Column => ({
  field,
  title,
  also,
  kind: { type: 'integer', min, max: 100_000 },
  about,
  example: '8',
});

export const email: Column = {
  field: 'email',
  title: '电子邮箱',
  also: ['邮箱', '电子邮件', 'e-mail', '邮箱地址', '联系邮箱'],
  kind: { type: 'email' },
  about: '通知和链接发送到这个邮箱。',
  example: 'zhang@example.com',
};

export const idHash = (field: string, title: string, also: readonly string[], about: string): Column => ({
  field,
  title,
  also,
  kind: { type: 'id-hash' },
  blank: 'no-field',
  about,
  example: `0a1b2c3d.${'5e6f'.repeat(16)}`,
});

export const closedOn: Column = {
  ...day(
    'closedOn',
    '注销或停业日期',
    ['注销日期', '停业日期', '注销时间'],
    '已经注销、吊销或停业的填日期，其他的留空。',
  ),
  blank: 'no-field',
};

export const legalPersonIdHash = idHash(
  'legalPersonIdHash',
  '法定代表人证件号码',
  ['法定代表人身份证号', '法定代表人身份证号码', '法人身份证号', '法人身份证号码', '法定代表人证件号码（加密）'],
  '法定代表人的居民身份证号码，只用于专家回避；导入时用密钥换算为加密值，系统不保存号码本身。',
);

export const mobile: Column = {
  field: 'mobile',
  title: '手机号码',
  also: ['手机', '手机号', '联系手机', '移动电话'],
  kind: { type: 'mobile' },
  blank: 'no-field',
  about: '11 位手机号码，用于接收短信验证码；不用短信的留空。',
  example: '13800000000',
};

export const language: Column = {
  field: 'language',
  title: '通知语言',
  also: ['语言', '邮件语言'],
  kind: {
    type: 'choice',
    of: [
      { code: 'zh', title: '中文', also: ['汉语', 'zh'] },
      { code: 'en', title: '英文', also: ['英语', 'English', 'en'] },
    ],
  },
  blank: 'no-field',
  about: '填“英文”的，邮件在前面附英文；留空为中文。',
  example: '中文',
};
