/** Saving a form before it is sent. */
export const DRAFTS = {
  保存草稿: 'Save the draft',
  '还没有保存。': 'Not saved yet.',
  '已保存：{time}': 'Saved: {time}',
  另一个窗口已经保存了不同的内容: 'Another window has saved something else',
  '本页的内容还没有保存。请选择继续使用哪一份；另一份会另外保留，可以随时换回。':
    'What is on this page is not saved yet. Choose which one to go on with; the other is kept and can be brought back at any time.',
  使用本页的内容: 'Use what is on this page',
  使用另一个窗口的内容: 'Use what the other window has',
  '两个窗口曾保存不同的内容，没有采用的一份仍保留着。':
    'Two windows had saved different things; the one that was not chosen is still there.',
  换成另一份: 'Change to the other one',
  '有未保存的修改…': 'Changes that are not saved yet…',
  '正在保存…': 'Saving…',
  '离线：内容已保存在本机，恢复网络后自动保存。': 'Offline: kept on this computer, and saved when the network is back.',
  '会话已结束：内容已保存在本机。请重新打开邮件中的链接，回到本页后会自动恢复。':
    'The session is over: kept on this computer. Open the link in your mail again; this page will have it back.',
  '没有保存成功：内容已保存在本机，稍后自动重试。': 'Not saved: kept on this computer, and tried again in a moment.',
  '已保存。': 'Saved.',
  '另一个窗口已经保存了不同的内容；本页的内容保存在本机，请选择使用哪一份。':
    'Another window has saved something else; what is on this page is kept on this computer. Choose which one to use.',
  '另一份（保存于 {time}）。': 'The other one was saved {time}. ',
  '另一份。': 'There is another one. ',
  '请选择继续使用哪一份；没有采用的一份会另外保留，可以随时换回。':
    'Choose which one to go on with; the other is kept and can be brought back at any time.',
  '已恢复本机保存的内容，正在保存…': 'What this computer had kept is back; saving…',
} as const satisfies Record<string, string>;
