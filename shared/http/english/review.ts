/** The district's review, whom it asked, what is to be corrected, and the review of a refusal. */
export const REVIEW = {
  '已要求补正，申报单位没有在期限内提交新的材料。请按现有材料作出决定。':
    'A correction was asked for, and the applicant submitted no new version in time. Please decide on what there is.',
  资格核对: 'Check of the conditions',
  '本申报已补正过一次，不能再退回补正。': 'This application was corrected once and cannot be returned again.',
  '已要求补正（其他内容与第 {version} 版一致）：':
    'A correction was asked for (everything else is as in version {version}):',
  提交审查意见: 'Submit the opinion',
  真实性: 'Authenticity',
  核对清单: 'Checklist',
  '推荐的，须逐项核对并勾选。': 'To recommend, check and tick every point.',
  '“{title}”由{name}于{time}确认：{reason}': '“{title}” was confirmed by {name} on {time}: {reason}',
  '统一社会信用代码校验码不符，已核对营业执照原件，代码无误。':
    'The check character of the credit code is wrong; I have checked the original business licence, and the code is right.',
  核对情况: 'What you checked',
  '确认时填写核对了什么，不超过 200 字，会记录在案。':
    'If you confirm it, say what you checked, in up to 200 characters; it is kept on record.',
  '只能退回一次，须一次性勾选并写明全部需要补正的内容': 'only once; tick and state everything that is to be corrected',
  审查决定: 'Decision',
  '对资格条件和真实性的审核意见，申报单位可以看到。退回补正的，逐条写明缺什么、怎么改。不超过 2000 字。':
    'On conditions and authenticity; the applicant can see it. If you return the application, say point by point what is missing and how to mend it. Up to 2,000 characters.',

  '{title}（{n} 项）': '{title} ({n})',
  '{group}：{point}': '{group}: {point}',
  '需要补正的内容（退回补正时勾选，至少一项）': 'What is to be corrected (tick at least one if you return it)',
  '申报单位只能修改勾选的内容，其他内容须与本次退回的版本一致。清单类内容勾选后可以整体修改。':
    'The applicant can change only what you tick; everything else has to stay as in the version returned. A list that is ticked can be changed as a whole.',

  '还没有核实记录。': 'Nobody has been asked yet.',
  核实记录: 'Inquiries',
  核实单位: 'Authority',
  核实事项: 'Matter',
  询问日期: 'Asked on',
  回复日期: 'Answered on',
  回复内容: 'Answer',
  登记人: 'Entered by',
  尚未回复: 'No answer yet',
  向有关部门核实: 'Inquiries with other authorities',
  登记核实情况: 'Enter an inquiry',
  '例如应急管理局、网信办、市场监督管理局。':
    'For example the emergency management bureau, the cyberspace office, or market supervision.',
  '尚未回复的不填；收到回复后另行登记一条。':
    'Leave it empty while there is no answer; enter another line once it has come.',
  登记: 'Enter',

  '{state}，复核维持原决定': '{state}, upheld by the review',
  '{state}，复核中': '{state}, under review',
  '本次申报到此结束。': 'The application ends here.',
  本次申报到此结束: 'the application ends here',
  进入专家评审: 'it goes on to expert scoring',
  '{time}已收到复核申请，由未作出原决定的人员办理，结果会发送到您的邮箱。':
    'The request for a review was received on {time}. Somebody who did not make the decision will look at it, and the result will be mailed to you.',
  '对结果有异议的，可按邮件所写的期限申请复核。':
    'If you contest the result, you may request a review within the time stated in the mail.',
  '对结果有异议的，可在 {time} 前在本页申请复核。':
    'If you contest the result, you may request a review on this page until {time}.',
  不符合的条件: 'Conditions that are not met',
  '{title}（方案{clause}）': '{title} (plan, {clause})',
  申请时间: 'Requested on',
  复核决定: 'Ruling of the review',
  办理中: 'Under way',
  决定时间: 'Decided on',
  申请理由: 'Grounds',
  复核意见: 'Opinion of the review',
  '写明有异议的事项、事实和依据，不要写与申报无关的个人信息。不超过 2000 字。':
    'State what you contest, with facts and evidence; leave out personal information that has nothing to do with the application. Up to 2,000 characters.',
  '截止 {time}，只能申请一次，提交后不能修改。复核由未作出原决定的人员办理。':
    'Until {time}, once only, and it cannot be changed once it is sent. Somebody who did not make the decision does the review.',
  原决定: 'Original decision',
  复核申请: 'Request for a review',
  '{time}提出': 'Filed {time}',
  '写明核查情况、事实依据和适用条款，申报单位可以看到。':
    'State what was checked, the facts, and the clauses that apply; the applicant can see it.',
  提交复核决定: 'Submit the ruling',
  '写明有异议的事项、事实和依据。': 'State what you contest, with facts and evidence.',
} as const satisfies Record<string, string>;
