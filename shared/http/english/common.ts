/** The frame of every page, forms and error pages. */
export const COMMON = {
  中小企业数字化转型城市试点评选: 'SME Digital Transformation Pilot City: Selection',
  跳到正文: 'Skip to the content',
  '所有时间均为北京时间。对本页内容有疑问，请联系发出通知的单位。':
    'All times are Beijing time (UTC+8). If in doubt about this page, please contact the office that notified you.',
  '有误：': 'Error: ',
  请选择: 'Please choose',
  '未能提交，请改正以下 {count} 处': 'Not submitted. Please correct the following ({count})',
  '已填写的内容仍保留在下面。': 'What you filled in is kept below.',
  见申报页面: 'as the application page says',
  理由: 'Reason',
  决定: 'Decision',
  '（待主管部门确认）': ' (to be confirmed by the authority)',
  '错误代码：': 'Error code: ',
  '，查询编号：': ', reference: ',
} as const satisfies Record<string, string>;
