import type { Check } from '../check.ts';
import { personalData } from '../personal-data.ts';

/** 9. Personal data stays where it is needed. */
export const persons: Check[] = [
  {
    name: 'export-names-nobody',
    says: '导出文件中没有电话、邮箱、证件号码、银行账号和链接凭据',
    saysEn: 'the export holds no phone, mail address, id number, bank account or token',
    find: (exported) => personalData('', exported),
  },
  {
    name: 'tasks-name-nobody',
    says: '任务、办理结果和拨付指令中没有电话、邮箱、证件号码、银行账号和链接凭据',
    saysEn: 'tasks, outcomes and payment instructions hold no phone, mail address, id number, bank account or token',
    findLive: (_, { records }) => records.flatMap(({ id, content }) => personalData(id, content)),
  },
];
