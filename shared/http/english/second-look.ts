/** The second look at sheets that lie far apart (复核打分). */
export const SECOND_LOOK = {
  评分复核: 'Second look at a sheet',
  维持原评分: 'Stand by the sheet',
  修改评分: 'Change the sheet',
  '请写明修改评分的理由（不超过 2000 字）。': 'Please say why you change the sheet (up to 2,000 characters).',
  '各项分数与首次评分相同。不修改分数的，请选择维持原评分。':
    'All points are those of the first sheet. If you change none, please stand by it.',
  '本件各位专家的评分合计相差超过 {points} 分，请每位专家独立复核一次自己的评分，维持或者修改。修改后的评分计入总分，首次评分留存备查；到期未办理的，视为维持原评分。':
    'The totals of this panel’s sheets lie more than {points} points apart. Each expert is asked to look at its own sheet once more, independently, and to stand by it or change it. A changed sheet counts towards the total, and the first one stays on record; whoever has not answered by the deadline stands by the first.',
  首次评分: 'First sheet',
  复核打分: 'Second look',
  '简要说明维持的理由，会记录在案。': 'Say briefly why you stand by it; it is put on record.',
  '提交：维持原评分': 'Hand in: stand by the sheet',
  核对修改后的评分: 'Check the changed sheet',
  修改理由: 'Why it is changed',
  '写明改变评分的依据，不超过 2000 字，会记录在案。':
    'What the change rests on, up to 2,000 characters; it is put on record.',
  评审组最低: 'Lowest of the panel',
  评审组中位数: 'Median of the panel',
  评审组最高: 'Highest of the panel',
  '评审组的数字按各项分别统计首次评分，不对应任何一位专家，也不含复核中的修改；仅供参考。':
    'The panel’s figures are worked out for each item by itself from the first sheets. They are no single expert’s, and know nothing of changes made in the second look; for information only.',
  与首次评分的差别: 'What differs from the first sheet',
  评分已复核: 'Sheets looked at again',
  修改后: 'Changed',
  增减: 'Difference',
  '评分复核：正在复核的申报': 'Second looks: applications that are being looked at again',
  '未办理（人）': 'Not answered (experts)',
  评分复核前后: 'Before and after the second look',
  '复核（人）': 'Asked (experts)',
  '修改（人）': 'Changed (experts)',
  复核前得分: 'Points before',
  复核后得分: 'Points after',
  复核前分差: 'Spread before',
  复核后分差: 'Spread after',
  '{applications} 件申报的评分经过复核：请 {asked} 人次复核，{revised} 人次修改了评分；复核后 {closer} 件不再超过复核线。':
    'Panels of {applications} applications were asked once more: {asked} sheets were looked at again, {revised} were changed; {closer} applications no longer lie beyond the mark.',
  '请 {asked} 人复核，{revised} 人修改': '{asked} asked, {revised} changed',
  '提交时间：{time}': 'Handed in: {time}',
} as const satisfies Record<string, string>;
