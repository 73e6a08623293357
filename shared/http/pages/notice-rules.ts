import { type Policy, policyCategories } from '../../policy/schema.ts';
import type { Category } from '../../schemas/basics.ts';
import { asWritten, html, type Markup } from '../html.ts';
import { t, tm } from '../language.ts';
import { proposalMark } from '../parts.ts';
import { categoryTitle } from './console/frame.ts';

/** 二: who may enter each category, with the policy's figures. */
function conditionOf(policy: Policy, category: Category): Markup | string {
  const { minLevel = 0, minServed = 0 } = policy.categories[category].eligibility.value;
  switch (category) {
    case 'benchmark-enterprise':
      return t('在试点实施期内，数字化水平等级达到 {level} 级及以上并通过评测验收的试点企业', { level: minLevel });
    case 'service-provider':
      return tm(
        '在{city}设立实体机构或者常驻团队，列入数字化转型推荐服务商资源池，实施期内为不少于 {n} 家通过评测验收的试点企业提供数字化改造服务的服务商',
        { city: asWritten(policy.city), n: minServed },
      );
    case 'solution-product':
      return t('列入数字化转型推荐服务商资源池的服务商，针对试点企业的单个或者多个应用场景提供的解决方案和产品');
    case 'chain-case':
      return t('列入数字化转型推荐服务商资源池的服务商，面向试点企业提供“链式”数字化转型解决方案并落地实施的案例');
    default:
      return category satisfies never;
  }
}

export const conditionsSection = (policy: Policy): Markup => html`<ul>${policyCategories(policy).map(
  ([category, { quota }]) =>
    html`<li>${tm('{category}（不超过 {n} 个）：{condition}。', { category: categoryTitle(policy, category), n: quota.value, condition: conditionOf(policy, category) })}</li>`,
)}
<li>${t('以上申报主体近 {years} 年未发生重大安全（含网络安全、数据安全）事故，未被相关部门列为失信联合惩戒对象。', { years: policy.commonConditions.value.accidentFreeYears })}</li></ul>`;

/** 五: how the list came about, and what follows. */
export function procedureSection(policy: Policy): Markup {
  const { panel, objection, notice } = policy;
  return html`<ol><li>${t('组织申报：受邀单位在截止时间前提交申报材料。')}</li>
<li>${t('区市审查：区（市）中小企业主管部门审核资格条件和项目真实性，出具推荐意见。')}</li>
<li>${t('专家评审：每件申报由抽取的 {size} 位专家独立打分，有利害关系的回避。', { size: panel.value.size })}${proposalMark(panel.proposal)}</li>
<li>${t('公示：按公布的评分规则形成入围名单，公示 {days} 个工作日。', { days: notice.value.workingDays })}${proposalMark(notice.proposal)}</li>
<li>${t('异议处理：由没有参与原决定的人员在 {days} 个工作日内处理；有异议的名额暂缓，其他名额照常。', { days: objection.value.rulingWorkingDays })}${proposalMark(objection.proposal)}</li>
<li>${t('正式公布和资金拨付：根据公示情况确认名单并公布，按程序拨付资金。')}</li></ol>`;
}
