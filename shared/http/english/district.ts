/** What a district prints and stamps. */
export const DISTRICT = {
  推荐汇总表: 'Summary of recommendations',
  序号: 'No.',
  审查结论: 'Decision',
  审查单位: 'Office',
  '{category}：受理 {all} 件，推荐 {recommended} 件': '{category}: {all} accepted, {recommended} recommended',
  '截至 {time}，共受理 {all} 件，尚未办结 {open} 件。': 'As of {time}: {all} accepted, {open} still open.',
  '区市审查尚未结束，本表还会变化；请在全部办结后打印盖章。':
    'The review is not over and this list will change; please print and stamp it when all is decided.',
  '本区（市）没有受理的申报。': 'No application of this district was accepted.',
  '审查单位（盖章）：': 'Office (stamp): ',
  '负责人签字：': 'Signature of the head: ',
  '日期：': 'Date: ',
  '推荐汇总表（打印盖章）': 'Summary of recommendations (to print and stamp)',
  返回: 'Back',
} as const satisfies Record<string, string>;
