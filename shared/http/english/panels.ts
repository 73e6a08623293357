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

  须回避: 'To be recused',
  '主管部门已记录您与这件申报存在利害关系，须回避，评分已停止，席位另行安排；未提交的评分不计入。如有异议，请联系主管部门。':
    'The authority has recorded that you have an interest in this application: scoring has stopped, the seat goes to somebody else, and what was not handed in does not count. If you disagree, please contact the authority.',
  '主管部门已记录您与这件申报存在利害关系，须回避，评分没有提交。':
    'The authority has recorded that you have an interest in this application; your sheet was not taken.',
  '席位已另行安排，无需再办理。如有异议，请联系主管部门。':
    'The seat goes to somebody else, and nothing is left to be done. If you disagree, please contact the authority.',
  记录专家回避: 'Record a conflict of an expert',
  '记录后立即生效：抽取前的不抽入该申报；尚未提交评分的停止评分，席位另行安排；已提交评分的须选择评分表是否计入。入围名单议定后不能再记录。':
    'It takes effect at once: before the draw the expert is not drawn for this application; who has not handed in a sheet is stopped, and the seat goes to another; for a sheet that is in you choose whether it counts. Once the shortlist is approved nothing can be recorded.',
  须回避的专家: 'Expert to be recused',
  请选择专家: 'Please choose an expert',
  '请选择专家。': 'Please choose an expert.',
  '写明存在什么利害关系、如何得知，会记录在案并公开于导出文件。':
    'Say what the interest is and how it became known; it stands on record and in the export.',
  评分表: 'Sheet',
  '这位专家已提交评分，请选择评分表是否计入。': 'This expert has handed in a sheet. Please choose whether it counts.',
  '剔除：不计入合计，席位另行安排或空缺；已排名的重新排名':
    'Strike it: it does not count, the seat goes to another or stays vacant; a ranking is made anew',
  '保留：照常计入合计': 'Keep it: it counts as before',
  '这是该申报唯一计入合计的评分表，不能剔除。':
    'This is the only sheet of the application that counts; it cannot be struck.',
  '入围名单已经议定，不能再记录回避；请按异议程序处理。':
    'The shortlist is approved and nothing can be recorded any more; please go by way of an objection.',
  '正在抽取专家或排名，请稍后再试。': 'Panels are being drawn or ranks made at the moment. Please try again shortly.',
  '没有这位专家。': 'There is no such expert.',
  记录回避: 'Record',
  已记录的回避: 'Recorded conflicts',
  专家: 'Expert',
  记录时间: 'Recorded',
  记录人: 'Recorded by',
  抽取前记录: 'Recorded before the draw',
  '不在席，不再递补': 'Had no seat, and gets none',
  已停止评分: 'Stopped scoring',
  评分表保留: 'The sheet was kept',
  评分表剔除: 'The sheet was struck',
} as const satisfies Record<string, string>;
