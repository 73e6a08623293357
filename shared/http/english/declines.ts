/** An award that its winner gives back, and what becomes of the place. */
export const DECLINES = {
  放弃后的递补: 'A place that was given back',
  已放弃奖补: 'Award declined',
  由下一名候补递补: 'The next of the reserve moves up',
  '不递补，名额空缺': 'Nobody moves up; the place stays empty',
  '没有可以递补的申报，只能选择名额空缺。': 'Nobody is left to move up: the place can only stay empty.',
  '打开页面之后可以递补的申报有变动，请核对本页后再提交。':
    'Who can move up has changed since the page was opened. Please look at the page again before you submit.',
  '这项奖补现在不能放弃，请联系主管部门。':
    'This award cannot be declined now. Please get in touch with the authority.',
  放弃奖补: 'Decline the award',
  '不需要这项奖补的，可以在资金拨付方案批准之前放弃。放弃后不再支付，不能恢复；空出的名额由主管部门决定是否递补。':
    'Whoever does not want this award may decline it until the disbursement plan is approved. It is not paid then, and there is no way back; the authority decides whether the reserve moves up.',
  放弃的理由: 'Why you decline',
  '会记录在案，并随导出文件供核验，请勿写入个人信息。':
    'It is kept on record and in the export for verification: please write nothing personal.',
  '我单位放弃这项奖补，知悉不能恢复。': 'We decline this award and know that there is no way back.',
  确认放弃奖补: 'Decline this award',
  已放弃: 'Declined',
  '本单位已放弃这项奖补，不再支付。': 'You declined this award; it is not paid.',
  '已放弃，不再支付': 'Declined, not paid',
  '获奖单位放弃了这项奖补，名额空出。请决定是否由候补递补。':
    'The winner declined this award, and the place is free. Please decide whether the reserve moves up.',
  放弃时间: 'Declined at',
  放弃的金额: 'Sum that was declined',
  下一名候补: 'Next of the reserve',
  '{title}（{name}），第 {rank} 名，{points} 分，奖补 {sum}': '{title} ({name}), rank {rank}, {points} points, {sum}',
  '没有可以递补的申报，名额空缺。请确认。': 'Nobody is left to move up; the place stays empty. Please confirm that.',
  '递补对象另行公示；公示期要用到的放假安排还没有录入，录入后才能决定递补。':
    'Whoever moves up has a notice of its own; the days off it needs have not been entered yet, and only then can that be decided.',
  '递补的，另行公示；现在决定的，公示至 {time}，期满没有未处理的异议即列入补充名单。':
    'Who moves up has a public notice of its own, until {time} if you decide now, and then goes on a supplementary list unless an objection is open.',
  '写明决定的依据，例如会议纪要编号；会记录在案。':
    'Say what the decision rests on, such as the number of the minutes; it is kept on record.',
  列入补充名单之前另行公示: 'it has a public notice of its own before the supplementary list',
  名额不再使用: 'the place is not used any more',
  '放弃，名额空出': 'Declined, place free',
} as const satisfies Record<string, string>;
