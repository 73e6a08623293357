/** Sealed lists, and what proves that somebody is in one. */
export const PROOFS = {
  受理截止: 'Close of applications',
  存证凭证核验页: 'the page that checks proofs',
  名单存证: 'Sealed lists',
  '下载 JSON': 'Download as JSON',
  '下面的存证根值由名单的全部条目和次序算出：名单确定后增加、减少、改动任何一条，根值都会不同。申报单位可在自己的申报页面下载存证凭证，用{verify}自行核验本单位的条目确在名单之中，而看不到其他单位的内容。{json}':
    'The roots below are computed from all entries of a list in their order: adding, leaving out or changing a single one afterwards gives another root. Applicants find a proof on their own page, and check with {verify} that their entry is in the list, without seeing those of others. {json}',
  '存证根值，共 {count} 份名单': 'Roots of {count} lists',
  存证环节: 'Sealed at',
  条目数: 'Entries',
  存证根值: 'Root',
  存证时间: 'Sealed on',
  存证凭证: 'Proof of entry',
  '下载凭证文件（JSON）': 'download the proof (JSON)',
  '本凭证证明：下列条目在这份名单中，位于第 {place} 条，共 {count} 条。凭证中没有其他单位的内容。':
    'This proves that the entry below is in the list, at place {place} of {count}. It holds nothing of anybody else.',
  决定记录: 'Decisions about it',
  '{count} 条，最后一条的校验值：{head}': '{count}, with the last one’s checksum: {head}',
  怎样核验: 'How to check it',
  '打开{verify}，选择凭证文件，再填入公示页面上的存证根值。核验在浏览器内完成，不上传任何内容；页面可以另存到本机，断网使用。':
    'Open {verify}, choose the file of the proof, and enter the root as the public page has it. It is checked within the browser and nothing is uploaded; the page can be saved and used without a network.',
  核验数据: 'What it is checked with',
  盐值: 'Salt',
  '相邻值，由下至上': 'Neighbours, lowest first',
  查看和打印: 'view and print',
  '{gate}：{open}，{file}': '{gate}: {open}, {file}',
  '受理截止、入围公示和正式公布时，系统对当时的名单存证。凭证证明本申报确在名单之中，任何人都可以用{verify}核验。':
    'When applications close, when the shortlist is published and when awards are announced, the list of that moment is sealed. A proof shows that this application is in it; anybody can check it with {verify}.',
  '现在还没有凭证：受理截止之后，可以在这里下载第一份。':
    'There is no proof yet: the first can be downloaded here once applications have closed.',
  还没有存证凭证: 'There is no proof yet',
  '这个环节的名单还没有存证：凭证在受理截止、入围公示和正式公布之后才有。':
    'The list of this stage is not sealed yet: there is a proof once applications have closed, the shortlist is published, and awards are announced.',
  '请到时再打开申报页面下载。': 'Please come back to the application page then.',
  不在这份名单中: 'Not in this list',
  '本申报不在这份名单中，没有可以证明的条目。': 'This application is not in this list, so there is nothing to prove.',
  '截止时仍在核验的申报，在区市审查结束时另行存证。认为有误的，请联系发出通知的单位。':
    'What was still being examined at the close is sealed when the district reviews end. If you think that this is wrong, please contact the office that sent the notice.',
} as const satisfies Record<string, string>;
