/** An expert's sheet before it is handed in. */
export const SCORING = {
  分: 'points',
  各指标得分: 'Points by indicator',
  指标: 'Indicator',
  您的评分: 'Yours',
  系统计算: 'By formula',
  满分: 'Most',
  评审意见: 'Comment',
  '提交后不能修改。': 'It cannot be changed once it is handed in.',
  确认提交: 'Hand in',
  确认提交并办理下一项: 'Hand in and go on to the next',
  返回修改: 'Back to change it',
  '专家签名：': 'Signature of the expert: ',
  核对评分: 'Check the sheet',
} as const satisfies Record<string, string>;
