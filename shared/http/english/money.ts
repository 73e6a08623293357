/** Lists, disbursement plans, accounts, and settlement. */
export const MONEY = {
  '账户信息暂时无法加密保存，没有保存任何内容。请稍后再提交一次。':
    'The account cannot be encrypted just now, and nothing was saved. Please submit it once more in a while.',
  获奖单位: 'Awarded to',
  项目名称: 'Entry',
  奖补金额: 'Award',
  '{category}：{n} 个，合计 {total}': '{category}: {n}, {total} in all',
  累计上限按另一口径理解: 'By the other reading of the cumulative cap',
  '合计 {total}，相差 {difference}，涉及 {n} 家': '{total} in all, a difference of {difference}, for {n} enterprises',
  数量: 'Count',
  合计金额: 'Sum',
  方案测算最高金额: 'The most that the plan can cost',
  '第 {no} 号名单：公示期满且没有未处理异议的入围对象。确认后即正式公布。':
    'List no. {no}: shortlisted entries whose public notice is over, with no open objection. Once confirmed, it is announced.',
  确认: 'Confirmation',
  '记录确认的依据，例如公示情况和会议纪要编号。':
    'Record what the confirmation rests on, such as the public notice and the number of the minutes.',
  '第 {no} 号资金拨付方案。同意后系统向财务发出拨付指令；系统本身不付款。':
    'Disbursement plan no. {no}. Once approved, the system sends payment instructions to finance; it makes no payments itself.',
  '方案记录的合计为 {total}，与明细之和不一致，请勿同意，并联系系统管理人员。':
    'The plan’s recorded sum is {total}, which is not the sum of its lines. Please do not approve it, and contact the administrator.',
  审批: 'Approval',
  '名单不变，方案重新编制后再次报批': 'the list stays; the plan is made anew and comes back for approval',
  '记录审批的依据，例如预算安排和会议纪要编号。':
    'Record what the approval rests on, such as the budget and the number of the minutes.',
  提交审批意见: 'Submit the decision',
  '上一次拨付被银行退回，请核对户名、开户银行和账号后重新填写。':
    'The bank returned the last payment. Please check the name of the account, the bank and the number, and fill them in again.',
  金额如何得出: 'How the sum came about',
  收款账户: 'Account for payment',
  '户名必须与登记的单位名称“{name}”一致，个人账户不能收款。':
    'The name of the account must be the registered name, “{name}”; a personal account cannot be paid to.',
  户名: 'Name of the account',
  开户银行: 'Bank',
  '写明支行全称。': 'With the full name of the branch.',
  账号: 'Account number',
  '8 至 30 位数字，可用空格分隔。': '8 to 30 digits, with or without spaces.',
  '账户信息仅用于本次奖补资金拨付，只提供给财政拨付环节，不公开、不用于其他目的；拨付和审计期满后按规定删除。您可以不同意，但将无法拨付。':
    'The account is used only for paying this award, is given only to finance for that, is not published and serves no other purpose; it is deleted as the rules say once payment and audit are over. You may refuse, but then nothing can be paid.',
  '本单位单独同意按上述目的处理账户信息。':
    'We give our separate consent to the processing of the account for this purpose.',
  提交收款账户: 'Submit the account',
  逐环节核对: 'Station by station',
  环节: 'Station',
  笔数: 'Count',
  差异: 'Differences',
  '各环节目前一致。': 'All stations agree now.',
  '逐项说明差异的原因和后续处理，会记录在案。':
    'Say for each difference why there is one and what is done about it; it is kept on record.',
  确认差异并结束: 'Confirm the differences and close',
} as const satisfies Record<string, string>;
