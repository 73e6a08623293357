/** What happens next to an application, and by when. */
export const TIMELINE = {
  '{time}前': 'by {time}',
  '（{time}）': ' ({time})',
  '{step}（{state}）': '{step} ({state})',
  '第 {version} 版于 {time} 收到并受理。': 'Version {version} was received and accepted, {time}.',
  '材料已收到，正在核验，几分钟内可在本页看到结果，也会发送邮件。':
    'The package was received and is being examined. The result will be on this page within minutes, and will be mailed.',
  '截止时间前没有受理到合格的材料。': 'No package was accepted before the deadline.',
  '请在 {by}提交申报材料。': 'Please submit the application {by}.',
  '材料有问题，尚未受理。请按下面的问题修改，在 {by}重新提交。':
    'The package has problems and is not accepted yet. Please mend what is listed below and submit it again {by}.',
  '材料受理后开始，{by}完成。': 'Begins once the package is accepted, and is done {by}.',
  '区（市）主管部门正在审查，{by}完成。': 'The district office is reviewing it, to be done {by}.',
  '作出决定之前，{by}可以提交新的版本。': ' Until it has decided, a new version can be submitted {by}.',
  '补正期限已过，等待主管部门处理。': 'The time for the correction is over; the authority will decide how to go on.',
  '需要补正，请在 {by}一次完成。': 'It has to be corrected, all at once, {by}.',
  '已推荐{decided}。': 'Recommended{decided}.',
  '未予推荐{decided}，申报到此结束。': 'Not recommended{decided}; the application ends here.',
  '本单位已撤回申报{decided}。': 'You withdrew the application{decided}.',
  '申报因逾期未完成而终止{decided}。': 'The application lapsed because it was not completed in time{decided}.',
  '专家评审和排名已完成。': 'Experts have scored it, and the ranking is done.',
  区市审查结束: 'the district review has ended',
  '区市审查结束（{time}）': 'the district review has ended ({time})',
  '{over}后 {days} 日内评审；有专家回避、更换时可能延长。':
    'Scored within {days} days after {over}; it may take longer where experts are recused or replaced.',
  '公示期满，没有未处理的异议。': 'The notice period is over, with no open objection.',
  '评审完成后公示 {workingDays} 个工作日。':
    'After the scoring, the shortlist is under public notice for {workingDays} working days.',
  '经异议处理，本申报不再入围。': 'After an objection, this application is no longer shortlisted.',
  '公示期间收到异议，处理完毕前本项暂缓确认。':
    'An objection was received; this entry is not confirmed before it has been dealt with. ',
  '公示至 {time}。{asked}期满且没有未处理的异议，即进入正式公布。':
    'Under public notice until {time}. {asked}Once the period is over with no open objection, it will be announced.',
  '已入围，即将公示。': 'Shortlisted; the public notice follows soon.',
  '未进入入围名单。如有名额递补，会另行公示。':
    'Not on the shortlist. If it moves up into a place, there will be a public notice of its own.',
  '已于 {time} 正式公布。': 'Announced, {time}.',
  '名单已确认，等待正式公布。': 'The list is confirmed and about to be announced.',
  '公示期满后由主管部门公布。': 'Announced by the authority once the notice period is over.',
  '公布后填报收款账户，由财务拨付。': 'After the announcement you give an account, and finance pays.',
  '请在公布后 {days} 日内，通过另一封邮件中的链接填报收款账户；截止时间以该邮件为准。':
    'Please give the account within {days} days after the announcement, by the link in a separate mail; the deadline stated there counts.',
  '收款账户已收到，等待编制资金拨付方案；下一步会发送邮件。':
    'The account was received; a disbursement plan is to be made. The next step will be mailed.',
  '已列入资金拨付方案，等待审批；审批后即发出拨付指令。':
    'In a disbursement plan that waits for approval; once approved, payment is instructed.',
  '已向财务发出拨付指令，等待财务回执。': 'Payment was instructed; finance has yet to confirm it.',
  '财务已完成拨付。': 'Finance has paid it.',
  提交材料: 'Submission',
  '区（市）审查': 'District review',
  正式公布: 'Announcement',
  资金拨付: 'Payment',
  尚未开始: 'not begun',
} as const satisfies Record<string, string>;
