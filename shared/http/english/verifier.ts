/** The page that checks proofs; what its script says is apart (`functions/web/browser/verifier-english.ts`). */
export const VERIFIER = {
  存证凭证核验: 'Check a proof of entry',
  '本页核验一份存证凭证：它所写的条目，是否确在公布的那份名单之中。核验全部在您的浏览器内完成，不上传任何内容；可以把本页另存到本机，断网打开使用。':
    'This page checks a proof of entry: whether the entry that it names is in the list that was published. All of it happens in your browser, and nothing is uploaded; the page can be saved and opened without a network.',
  '本页需要浏览器运行脚本才能核验。': 'The browser must run scripts for this page to check anything.',
  凭证文件: 'File of the proof',
  '在申报页面下载的 .json 文件。也可以把内容粘贴到下面。':
    'The .json file from the application page. Its content can also be pasted below.',
  凭证内容: 'Content of the proof',
  公布的存证根值: 'Root as published',
  '请从入围公示或公布名单的页面，或者您信任的其他来源抄录，共 64 位。留空时只能检查凭证自身是否完整。':
    'Copy it from the page of the public notice or of the awards, or from another source that you trust: 64 characters. Without it, only whether the proof is true to itself can be checked.',
  核验: 'Check',
  怎样核验一份凭证: 'How to check a proof',
  '在申报页面下载凭证文件，在上面选择它。': 'Download the proof from the application page, and choose it above.',
  '打开本批次的公示页面，找到同一环节、同一类别的存证根值，抄到上面。最好保存公示当天的页面，或者与其他申报单位互相核对根值：所有人看到的应是同一个。':
    'Open the public page of the round, find the root of the same stage and category, and copy it. It is best to keep the page of the day of the notice, or to compare roots with other applicants: everybody should see the same one.',
  '按“核验”。结果会说明证明了什么，没有证明什么。': 'Press “Check”. The result says what is proven and what is not.',
  '名单的每一条都与各自的盐值一起算出一个校验值，相邻的两个再合算为一个，直到只剩一个：根值。凭证里有本条的内容、盐值和沿途的相邻值，足以重算出根值，却不能看出其他条目。算法为 SHA-256 和 RFC 6962 的 Merkle 树。':
    'Each entry of the list and a salt of its own give a checksum; two neighbours give one, and so on until one is left: the root. A proof has its own entry, the salt and the neighbours on the way: enough to compute the root, and nothing of other entries. The algorithms are SHA-256 and the Merkle tree of RFC 6962.',
} as const satisfies Record<string, string>;
