/** What the pages of all tasks have. */
export const TASK = {
  '已超过截止时间：{time}': 'Past the deadline: {time}',
  '请于以下时间前办理：{time}': 'Please decide by: {time}',
  直接填写: 'Go to the form',
  '{task}：{state}': '{task}: {state}',
  意见: 'Opinion',
  '共 {n} 项，您的评分合计 {points} 分（不含系统计算的各项）。':
    '{n} items; your points add up to {points} (without the items computed by the system).',
  '这项任务已经办理完毕，决定不能再修改。': 'This task has been decided; the decision cannot be changed any more.',
  '申报单位提交了新的材料、撤回了申报、放弃了奖补，或者异议已经撤回或办结，这项任务已失效；如有新的任务会另行通知。无需再办理。':
    'The applicant submitted a new version or withdrew its application, an award was declined, or the objection was withdrawn or ruled on, so this task has ended. There is nothing left to do; if there is a new task, you will be told.',
  '这项任务已转交其他人员办理，无需再办理。':
    'This task was handed over to somebody else. There is nothing left to do.',
  '这项任务已过截止时间，不能再办理。如有疑问，请联系发出通知的单位。':
    'The deadline of this task has passed, and it cannot be decided any more. If in doubt, please contact the office that notified you.',
  '这项任务已不能办理，内容没有保存。请刷新本页。':
    'This task cannot be decided any more, and nothing was saved. Please reload the page.',
  '内容过多，没有保存。请缩短文字。': 'There is too much text, and nothing was saved. Please shorten it.',
  '另一个窗口已经保存了不同的内容。': 'Another window has saved something else.',
  '{n} 件': '{n}',
  '{n} 个': '{n}',
  '{n} 次': '{n} times',
  '{points} 分': '{points} points',
  '{name}，{time}': '{name}, {time}',
  '{name}，{phone}': '{name}, {phone}',
  '{name}（{points} 分）': '{name} ({points} points)',
  '{title}（{name}，{points} 分）': '{title} ({name}, {points} points)',
  '、': ', ',
} as const satisfies Record<string, string>;
