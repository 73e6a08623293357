/** Tasks of the bureau: what is late or lacking, ties, deliberation. */
export const BUREAU = {
  名册中没有审查人员: 'The register has no reviewer',
  尚未审查: 'Not reviewed yet',
  尚未完成审查的申报: 'Applications that are not reviewed yet',
  处理决定: 'Decision',
  '审查人员继续审查，期限顺延': 'the reviewers go on, with more time',
  任务转由市级人员办理: 'the tasks go to the bureau',
  '申报终止，申报单位会收到通知': 'the applications end, and the applicants are told',
  '说明作出这一决定的理由，会记录在案。': 'Say why you decide so; it is kept on record.',
  提交决定: 'Submit the decision',
  '按规则每件申报由 {size} 位专家评审，有效评分不少于 {minimum} 份，目前不足。':
    'By the rules {size} experts score each application, and at least {minimum} valid sheets are needed; there are fewer.',
  不足的原因: 'Why there are too few',
  按已有的专家和评分继续: 'with the experts and sheets there are',
  补充专家库后重新抽取: 'after experts have been added to the pool',
  '以下申报得分相同，按公布的规则仍不能分出先后，且正处在入围线上，由评审组集体议定次序。提交时间先后不作为依据。':
    'These applications have the same score, the published rules do not put them in order, and they lie across the cut line: the panel decides the order together. When they were submitted does not count.',
  并列数量: 'Tied',
  剩余名额: 'Places left',
  '次序（1 为最前，不得重复）': 'Order (1 is the first; each place once)',
  '记录评审组议定的经过和理由。': 'Record how the panel came to the order, and why.',
  提交次序: 'Submit the order',
  逾期任务: 'Overdue task',
  现截止时间: 'Deadline now',
  督办记录: 'What was done about it',
  '说明如何联系和督促，会记录在案。': 'Say how you reached and urged them; it is kept on record.',

  '名次由公布的评分规则得出，得分按未取整的数值比较。评分分歧较大的已作提示，提示不改变得分。':
    'Ranks follow from the published rules; scores are compared unrounded. Scores on which experts differ widely are flagged; flags change no score.',
  '名额 {quota} 个，入围 {n} 个。': 'Quota {quota}, shortlisted {n}.',
  '名额 {quota} 个，入围 {n} 个，入围线 {points} 分。': 'Quota {quota}, shortlisted {n}, cut line {points} points.',
  同分处理: 'Tie resolved by',
  评分分歧较大: 'Wide spread of scores',
  '关联提示 {n} 条': 'Flags: {n}',
  '{category}排名': 'Ranking: {category}',
  '本类别没有进入排名的申报。': 'No application of this category was ranked.',
  '另有递补 {reserve} 个、未达合格线 {below} 个未列出。':
    'Not listed: {reserve} in reserve, {below} below the pass mark.',
  审议意见: 'Result of the deliberation',
  '记录审议会议的意见，例如会议时间、参加人员范围和结论。':
    'Record the opinion of the meeting: when it was, who took part, and what it concluded.',
  '审议通过，发布公示': 'Approve, and publish the notice',
  '同分，按成效（绩效）指标得分': 'Points for results',
  '同分，按数字化水平得分': 'Points for digital level',
  '同分，按服务企业数': 'Enterprises served',
  '同分，按验收时间先后': 'Earlier acceptance',
  '同分，由评审组议定': 'The panel',
} as const satisfies Record<string, string>;
