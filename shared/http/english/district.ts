/** Around what a district prints and stamps, which is Chinese. */
export const DISTRICT = {
  推荐汇总表: 'Summary of recommendations',
  审查单位: 'Office',
  '本表加盖公章后报送，内容为中文。': 'This sheet goes to the bureau under the office’s seal and is in Chinese.',
  '区市审查尚未结束，本表还会变化；请在全部办结后打印盖章。':
    'The review is not over and this list will change; please print and stamp it when all is decided.',
  '推荐汇总表（打印盖章）': 'Summary of recommendations (to print and stamp)',
  返回: 'Back',
  '审查单位（盖章）：': 'Reviewing office (stamp):',
  '负责人签字：': 'Signature of the person in charge:',
  '日期：': 'Date:',
  核对和核实: 'Checklist and inquiries',
  已核对: 'Checked',
  未核对: 'Not checked',
} as const satisfies Record<string, string>;
