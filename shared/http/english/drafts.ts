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
} as const satisfies Record<string, string>;
