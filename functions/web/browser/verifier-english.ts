/** English for what the script says that checks proofs, keyed by the Chinese; apart from the pages' own, which it need not carry. */
export const VERIFIER_ENGLISH = {
  '请选择凭证文件，或粘贴凭证内容。': 'Please choose the file of a proof, or paste its content.',
  '文件无法读取，或超过 1 MB，不是存证凭证。':
    'The file cannot be read or is larger than 1 MB: it is no proof of entry.',
  '内容不是存证凭证，或者不完整。请使用申报页面下载的文件。':
    'This is no proof of entry, or not a whole one. Please use the file from the application page.',
  '根值应为 64 位数字和字母 a 至 f，请核对。':
    'A root has 64 characters, digits and letters from a to f. Please check it.',
  '核验通过：该条目在公布的名单中。': 'Proven: the entry is in the published list.',
  '凭证自身完整，但还没有与公布的根值比对。请填入公布的存证根值后再核验。':
    'The proof is true to itself, but was not compared with a published root. Please enter the root as published and check again.',
  '核验不通过：凭证属于另一份名单，它的根值不是所填的根值。请核对批次、环节、类别和名单编号；都相同的，说明公布的名单与出具凭证时的不是同一份。':
    'Not proven: the proof is of another list, its root is not the one entered. Please compare round, stage, category and number of the list; if all are the same, the published list is not the one that the proof was made of.',
  '核验不通过：凭证的内容被改动过，或不完整。': 'Not proven: the proof was changed, or is not whole.',
  凭证所写的内容: 'What the proof says',
  批次: 'Round',
  环节: 'Stage',
  类别: 'Category',
  名单编号: 'Number of the list',
  '位置（第几条，共几条）': 'Place (which of how many)',
  '{place}，共 {count}': '{place} of {count}',
  单位名称: 'Organisation',
  项目: 'Entry',
  申报编号: 'Application id',
  材料校验值: 'Checksum of the package',
  决定记录: 'Decisions about it',
  '{count} 条，最后一条的校验值：': '{count}, with the last one’s checksum: ',
  排名: 'Rank',
  总分: 'Total',
  结果: 'Result',
  金额: 'Amount',
  凭证的根值: 'Root of the proof',
  已经证明: 'What is proven',
  '条目的每一项内容、它在名单中的位置和名单的条数，都与公布根值时相同。':
    'Every part of the entry, its place in the list and the length of the list are as they were when the root was published.',
  '名单中的其他条目此后也没有改动：改动任何一条，根值都会不同。':
    'The other entries of the list were not changed since either: any change gives another root.',
  没有证明: 'What is not proven',
  '条目本身是否正确，例如得分和名次是否依方案得出：这可由导出的记录重算。':
    'That the entry itself is right, such as score and rank by the rules: that can be recomputed from the exported records.',
  '名单是否包含了应当包含的所有人，以及出示凭证的是谁。':
    'That everybody is in the list who should be, and who it is that shows the proof.',
  '所填的根值是否就是公布的那一个：请从您信任的来源抄录。':
    'That the root entered is the published one: please copy it from a source that you trust.',

  受理截止: 'Close of applications',
  入围公示: 'Public notice of the shortlist',
  正式公布: 'Announcement',
  标杆企业: 'Benchmark enterprises',
  服务商: 'Service providers',
  解决方案和产品: 'Solutions and products',
  链式转型案例: 'Chain cases',
  入围: 'Shortlisted',
  递补: 'In reserve',
  未达合格线: 'Below the pass mark',
  不参与排名: 'Not ranked',
} as const satisfies Record<string, string>;
