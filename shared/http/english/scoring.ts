/** An expert's sheet, and before it is handed in. */
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
  '本人已于 {time} 声明没有利害关系；如有，请{recuse}。':
    'You declared on {time} that you have no interest in the applicant; if you have, please {recuse}.',
  核对并提交: 'Check and hand in',
  关联单位: 'Related organisations',
  利害关系声明: 'Declaration of interests',
  '与申报主体、其服务商或被服务企业有任职、持股、亲属、顾问、诉讼或近一年内服务、审计等利害关系的，应当回避。':
    'Whoever is employed by the applicant, its provider or an enterprise it served, holds shares in it, is related to its people, advises it, is in a lawsuit with it, or worked for or audited it within the last year, has to be recused.',
  '声明之后显示申报材料和评分表。': ' The application and the sheet are shown after the declaration.',
  '本人与该申报主体及其关联单位没有利害关系，将独立、客观、公正评分。':
    'I have no interest in the applicant or the organisations related to it, and will score independently, objectively and fairly.',
  声明并开始评审: 'Declare and begin',
  回避: 'Recusal',
  '简要说明需要回避的关系。': 'Say briefly what the relation is.',
  '以下各项由系统按台账计算，无需评分':
    'These items are computed by the system from the registers; you do not score them',
  评分项: 'Item',
  计算过程: 'Working',
  '{item}（0 至 {points} 分）': '{item} (0 to {points} points)',
  '对“{indicator}”的说明': 'Remark on “{indicator}”',
  '{indicator}（共 {points} 分）': '{indicator} ({points} points)',
  '可以不填。': 'Optional.',
  '分数以 {step} 分为单位。提交前可以核对一次，提交后不能修改。':
    'Points go in steps of {step}. You can check the sheet once before you hand it in; it cannot be changed afterwards.',
  '可以不填，不超过 4000 字。': 'Optional, up to 4,000 characters.',
  '已过截止时间，不能再提交或修改评分。': 'The deadline has passed; a sheet cannot be handed in or changed any more.',
  '已于 {time} 提交。截止时间前可以修改，修改后须再次提交；到期以最后一次提交的为准。':
    'Handed in {time}. You may change it until the deadline and have to hand it in again; then the last one handed in counts.',
  '分数以 {step} 分为单位。提交前可以核对一次，提交后在截止时间前可以修改。':
    'Points in steps of {step}. You can check the sheet before handing it in, and change it until the deadline.',
  '提交后在截止时间前可以修改，到期以最后一次提交的为准。':
    'You may change it until the deadline; then the last one handed in counts.',
} as const satisfies Record<string, string>;
