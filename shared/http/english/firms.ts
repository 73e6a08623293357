/** A district's firms that may apply and have not. */
export const FIRMS = {
  尚未申报的企业: 'Firms that have not applied',
  '符合申报条件而尚未申报的本区（市）企业；是否符合只按台账判断，以审查为准。':
    'Firms of this district that may apply and have not. Whether they may is judged by the registers alone; the review decides.',
  '已申报 {applied} 件；尚未申报 {n} 件，其中尚未邀请 {uninvited} 件。':
    '{applied} sent in; {n} not yet, of which {uninvited} are not invited.',
  '另有 {n} 件已邀请，但按台账不符合申报条件，不列出，也不催报。':
    '{n} more are invited, but may not apply by the registers; they are not listed or reminded.',
  '材料提交截止：{time}。': 'Packages are taken until {time}.',
  '材料提交已经截止，不能再催报。': 'Packages are not taken any more; nobody can be reminded.',
  '符合申报条件的企业均已申报。': 'All firms that may apply have applied.',
  邀请情况: 'Invitation',
  '已催报（次）': 'Reminders',
  尚未邀请: 'Not invited',
  '已邀请，邮件 {time} 发出': 'Invited, letter sent {time}',
  '已邀请，邮件待发': 'Invited, letter about to leave',
  '尚未邀请的企业没有上传通道，请与主管部门联系。':
    'Firms that are not invited have nowhere to send a package: ask the bureau.',
  '催报所选企业…': 'Remind those selected…',
  '催报本页全部企业…': 'Remind all on this page…',
  '先显示名单和件数，确认后才发送；一天之内发过邮件的不再催报。':
    'Shows names and number first; nothing is sent before you confirm. Who got a letter within the last day is not reminded.',
  '请至少选择一家可以催报的企业。': 'Select at least one firm that can be reminded.',
  确认催报: 'Confirm reminders',
  '将向以下企业再次发送 {n} 封邀请邮件，截止时间不变：':
    '{n} invitations go out once more; the deadline stays as it is:',
  '所选企业中有 {n} 件已经申报，或一天之内发过邮件，不再催报。':
    '{n} of those selected have applied or got a letter within the last day; they are not reminded.',
  '说明催报的原因，会记录在案。': 'Say why; it is kept on record.',
  '发送 {n} 封邀请邮件': 'Send {n} invitations',
  '一次最多催报 {n} 件，请分次办理。': 'At most {n} at once; please go on in turns.',
  将要催报的企业: 'Firms to be reminded',
  '尚未申报的企业，按申报类别': 'Firms that have not applied, by category',
  '返回，不催报': 'Back, send nothing',
  '已催报 {sent} 件。': '{sent} reminded.',
  '{n} 件没有催报：已经申报，或一天之内发过邮件。':
    '{n} not reminded: they have applied, or got a letter within the last day.',
} as const;
