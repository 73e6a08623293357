/** What a draw of the panels would be like, and conflicts that are recorded by hand. */
export const PANELS = {
  专家抽取: 'Panels',
  '本批次的专家组已经抽取；以下按现有推荐名单和锁定的台账试算，不影响已抽取的结果。':
    'The panels of this round are drawn. What follows is a trial among whom is recommended now, by the pinned registers; it changes nothing.',
  '试算使用公开的试算种子，不是承诺的抽取密钥：专家分到哪一件与正式抽取不同，也不能据此推算。没有写入任何数据。':
    'The trial uses a seed of its own, openly not the committed secret: who gets which application is another matter in the draw, and cannot be told from this. Nothing is written.',
  '推荐的申报超过 {n} 件，本页不试算；请系统管理人员运行命令 panels。':
    'More than {n} applications are recommended; this page makes no trial of so many. Please have the command “panels” run.',
  推荐的申报: 'Applications recommended',
  '专家（人）': 'Experts',
  '席位（个）': 'Seats',
  结论: 'Result',
  可以抽取: 'Panels can be drawn',
  '不能抽取，{n} 件缺少专家': 'Panels cannot be drawn: {n} applications lack experts',
  每位专家最少: 'Fewest for an expert',
  每位专家最多: 'Most for an expert',
  各专家的件数: 'Applications of each expert',
  席位专家与申报的对口情况: 'How experts fit applications',
  对口情况: 'Fit',
  占比: 'Share',
  行业和环节全部对口: 'Industry and links both fit',
  部分对口: 'Some of it fits',
  不对口: 'Nothing fits',
  申报没有行业和环节可比: 'The application has neither',
  缺少专家的申报: 'Applications that lack experts',
  '需要（位）': 'Needed',
  '可用（位）': 'Available',
  原因和办法: 'Why, and what would help',
  '姓名相同，未比对证件': 'Equal names, ids not compared',
  '这些专家与法定代表人姓名相同，因没有证件号码而无法比对。请在抽取前核实；姓名相同本身不构成回避。':
    'These experts have the name of a legal representative, and there are no ids to compare. Please look into it before the draw; an equal name alone is no conflict.',
  法定代表人所在单位: 'Firm of the legal representative',
} as const satisfies Record<string, string>;
