/** The certificate of a ranking. */
export const CERTIFICATE = {
  排名证书: 'Ranking certificate',
  '排名证书：{category}': 'Ranking certificate: {category}',
  '本证书由评分记录、台账和方案按公布的规则得出，只作说明，不改变排名；持有批次导出文件的任何人都能重新得出同一份证书。':
    'This certificate follows from sheets, registers and policy by the published rules. It explains the ranking and changes nothing in it; whoever has the export of the round can make the very same one again.',
  '尚未排名，没有证书。': 'There is no ranking yet, and so no certificate.',
  批次: 'Round',
  '方案（编号、版次）': 'Policy (id, version)',
  '{id} 第 {version} 版': '{id}, version {version}',
  方案哈希: 'Hash of the policy',
  台账版本哈希: 'Versions of the registers',
  '评分输入哈希（{applications} 件，{sheets} 份评分表）':
    'Hash of the inputs ({applications} applications, {sheets} sheets)',
  证书哈希: 'Hash of the certificate',
  合格线: 'Pass mark',
  '入围线（未取整）': 'Cut line (unrounded)',
  同分时依次比较: 'Equal totals go by, in this order',
  评审组议定的次序: 'Order given by the panel',
  入围线说明: 'Why the line lies where it lies',
  排在上一名之后的原因: 'What puts it behind the one above',
  '输入哈希（前 12 位）': 'Hash of its inputs (first 12 digits)',
  '{category}名次，共 {all} 件': 'Places, {category}: {all} applications',
  '只列出前 {n} 件，全部名次见导出文件：': 'The first {n} are listed; the export has all of them: ',
  总分较低: 'A lower total',
  '总分相同，成效（绩效）指标得分较低': 'The same total, fewer points of the results indicator',
  '总分相同，数字化水平得分较低': 'The same total, fewer points of the digital level',
  '总分相同，服务企业数较少': 'The same total, fewer enterprises served',
  '总分相同，验收时间较晚': 'The same total, accepted later',
  '各项均相同，由评审组议定': 'Equal in everything, put in order by the panel',
  '各项均相同，但已在前面的类别入围': 'Equal in everything, but shortlisted in an earlier category',
  '各项均相同，名次并列': 'Equal in everything, the rank is shared',
  待评审组排序: 'To be put in order by the panel',
  '全部入围，没有未入围的申报。': 'Everybody is in; nobody is out.',
  '{name}总分 {total}，距合格线差 {missing} 分，因此未入围；名额尚余 {left} 个。':
    '{name} has {total} points, {missing} short of the pass mark, and is therefore out; {left} places are left.',
  '{name}已在前面的类别入围，按方案不在本类别重复入围；名额尚余 {left} 个。':
    '{name} was shortlisted in an earlier category and by the policy cannot be in this one too; {left} places are left.',
  '{name}等与入围线上的申报各项均相同，人数多于剩余的 {left} 个名额，待评审组排序。':
    '{name} and others are equal in everything, and more than the {left} places left; the panel has to put them in order.',
  '名额 {quota} 个已满。最后一名入围的是{last}，总分 {lastTotal}；其后是{name}，总分 {total}，差 {missing} 分，因此未入围。':
    'All {quota} places are taken. The last one in is {last} with {lastTotal} points; next is {name} with {total} points, {missing} short, and is therefore out.',
  '名额 {quota} 个已满。最后一名入围的是{last}，其后{name}的总分与之相同（{total}），依据“{step}”排在其后，因此未入围。':
    'All {quota} places are taken. The last one in is {last}; {name} has the same total ({total}) and stands behind it (“{step}”), and is therefore out.',
  '主管部门（盖章）：': 'Authority (stamp): ',
} as const satisfies Record<string, string>;
