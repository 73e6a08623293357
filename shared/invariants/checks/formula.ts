import { checkCommitment, checkPolicy } from '../../export/recompute/pins.ts';
import type { Check } from '../check.ts';
import { secondLooksFounded } from './second-looks.ts';

/** 4. The published formula decides. */
export const formula: Check[] = [
  {
    name: 'policy-is-pinned',
    says: '方案就是启动时锁定的那一份，内容与哈希相符',
    saysEn: 'the policy is the one that was pinned at the opening, by its hash',
    find: ({ round, policy }) => [
      ...checkPolicy({ round, policy }),
      ...(round.policyId === policy.id ? [] : [`方案编号为 ${policy.id}，启动时为 ${round.policyId}`]),
    ],
  },
  {
    name: 'registers-are-pinned',
    says: '资格审查所据的台账都是启动时锁定的版本',
    saysEn: 'every finding rests on the version of its register that was pinned at the opening',
    find: ({ round, applications }) =>
      applications.flatMap(({ applicationId, findings }) =>
        findings
          .filter(({ register }) => register !== null && round.registers[register.kind] !== register.version)
          .map(({ rule, register }) => `${applicationId} 的审查 ${rule} 依据的 ${register?.kind} 不是锁定的版本`),
      ),
  },
  {
    name: 'draw-was-committed',
    says: '抽取专家的密钥是启动时承诺的那一个，种子由它得出',
    saysEn: 'the secret of the draw is the one that was committed at the opening, and the seed follows from it',
    find: checkCommitment,
  },
  {
    name: 'second-looks-founded',
    says: '首次评分的分差超过方案规定的，才要求复核；没有复核的评分表没有修改',
    saysEn:
      'a second look was asked for only where the first sheets lie further apart than the policy allows, and no other sheet was revised',
    find: secondLooksFounded,
  },
];
