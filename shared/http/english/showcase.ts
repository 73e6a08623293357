/** Publicity after the announcement: winners that agreed to it. */
export const SHOWCASE = {
  获奖单位和项目: 'Winners and their work',
  '经正式公布并由获奖单位同意公开的单位、产品和案例，简介由获奖单位提供。':
    'Winning enterprises, products and cases that were announced and agreed to be shown here. The summaries are their own.',
  '还没有获奖单位同意公开简介。': 'No winner has agreed to publication yet.',
  '{title}，公开 {count} 个': '{title}: {count} shown',
  '下载 Word 文档': 'Download as a Word document',
  获奖宣传: 'Publicity',
  '名单公布后，主管部门可以公开获奖单位、项目名称和下面的简介用于宣传，是否同意不影响奖补，可以随时撤回。':
    'After the announcement the authority may show winners, their entries and the summary below. Whether you agree makes no difference to the award, and you may take it back at any time.',
  申报材料中的公开简介: 'Public summary of your package',
  '我单位同意公开单位名称、项目名称和上述简介。':
    'We agree that our name, the name of the entry and this summary are shown.',
  '已于 {time} 同意公开。': 'You agreed on {time}.',
  '已于 {time} 撤回，不再公开。': 'You took it back on {time}; it is not shown any more.',
  '尚未同意，不公开。': 'You have not agreed; nothing is shown.',
  同意公开: 'Agree',
  撤回同意: 'Take it back',
  '勾选表示同意。': 'Tick the box to agree.',
} as const satisfies Record<string, string>;
