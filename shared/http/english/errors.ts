/** What is wrong with what was filled in. */
export const ERRORS = {
  '请选择一项决定。': 'Please choose a decision.',
  '请填写审查意见（不超过 2000 字）。': 'Please write an opinion (up to 2,000 characters).',
  '退回补正的，请至少勾选一项需要补正的内容。': 'To return it, please tick at least one point to be corrected.',
  '请勾选确认。': 'Please tick to confirm.',
  '请填写核对情况（不超过 200 字）。': 'Please say what you checked (up to 200 characters).',
  '请填写核实单位（2 至 100 字）。': 'Please name the authority that was asked (2 to 100 characters).',
  '请填写核实事项（2 至 500 字）。': 'Please say what was asked (2 to 500 characters).',
  '请填写询问日期。': 'Please give the date on which it was asked.',
  '回复日期和回复内容应同时填写，且不早于询问日期。':
    'An answer needs both its date and its content, and cannot be earlier than the question.',
  '回复内容不能超过 2000 字。': 'The answer cannot have more than 2,000 characters.',
  '评审意见不能超过 4000 字。': 'The comment cannot have more than 4,000 characters.',
  '请确认与申报主体没有利害关系；如有，请在页面下方申请回避。':
    'Please confirm that you have no interest in the applicant; if you have, recuse yourself at the end of the page.',
  '请为每一个评分项填写分数。': 'Please give points for every item.',
  '请为每一个并列的申报填写次序。': 'Please give a place to each tied application.',
  '请填写户名（不超过 100 字）。': 'Please give the name of the account (up to 100 characters).',
  '请填写开户银行全称（不超过 100 字）。': 'Please give the full name of the bank and branch (up to 100 characters).',
  '请填写账号：8 至 30 位数字，可用空格分隔。':
    'Please give the account number: 8 to 30 digits, with or without spaces.',
  '请勾选同意，否则无法拨付。': 'Please tick your consent; without it nothing can be paid.',
  '请选择有异议的入围对象。': 'Please choose the shortlisted entry that you object to.',
  '请选择以个人还是单位名义提出。': 'Please choose whether you object as a person or for an organisation.',
  '请填写姓名或单位全称（2 至 100 字）。':
    'Please give your name, or the organisation’s full name (2 to 100 characters).',
  '请填写联系电话：6 至 20 位，只能有数字、空格、加号和短横线。':
    'Please give a phone number: 6 to 20 characters, digits, spaces, plus signs and hyphens only.',
  '请写明异议的事实和理由（10 至 4000 字）。':
    'Please give the facts and grounds of the objection (10 to 4,000 characters).',
  '请填写分数：数字，最多一位小数。':
    'Please give points: a number within the item’s range, in the steps stated above, with one decimal at most.',
  '请填写次序：1 为最前。': 'Please give a place: 1 is the first.',
  '这一项填写有误。': 'This field is not filled in correctly.',

  '填写了核对情况，请同时勾选确认；没有核对的，请删去。':
    'You wrote what you checked: please tick to confirm it too, or delete it if you did not check.',
  '请填写核对了什么、为何确认（不超过 200 字）。':
    'Please say what you checked and why you confirm it (up to 200 characters).',
  '未找到该申报。': 'The application was not found.',
  '只有退回补正时才勾选需要补正的内容。': 'Tick points to be corrected only if you return the application.',
  '推荐前请核对并勾选：{title}。': 'Before you recommend, please check and tick: {title}.',
  '补正只能要求一次，且须一次性告知全部问题。请作出推荐或不推荐的决定。':
    'A correction can be asked for only once, for everything together. Please recommend the application or not.',
  '勾选的内容不在申报表中，请刷新本页后重新勾选。':
    'What you ticked is not in the application form. Please reload the page and tick again.',
  '评审组尚未抽出，没有可以接受的评分，只能重新抽取。':
    'No panel has been drawn yet, so there are no sheets to go on with: it can only be drawn again.',
  '请为每一个并列的申报填写互不相同的次序。': 'Please give each tied application a place of its own.',
  '未找到该奖补。': 'The award was not found.',
  '户名须与登记的单位名称“{name}”一致。': 'The name of the account must be the registered name, “{name}”.',
  '电子邮箱的格式不正确；不需要邮件通知的，请留空。':
    'The mail address is not one. Leave it empty if you want no mail.',
  '请填写补充说明（1 至 4000 字）。': 'Please write your answer (1 to 4,000 characters).',
  '请列明需要补充的内容（5 至 2000 字）。': 'Please list what is asked for (5 to 2,000 characters).',
  '请写明告知申报单位的内容（5 至 2000 字）。': 'Please write what the applicant is told (5 to 2,000 characters).',
  '请写明继续核查的理由（5 至 2000 字）。': 'Please say why it has to be cleared up (5 to 2,000 characters).',
  '请填写说明（不超过 4000 字）。': 'Please write your answer (at most 4,000 characters).',
  '未找到该异议。': 'The objection was not found.',
  '申请复核的期限已过。': 'The time for requesting a review is over.',
  '原决定由您作出，复核须由其他人员办理。': 'You made the original decision; somebody else has to review it.',
} as const satisfies Record<string, string>;
