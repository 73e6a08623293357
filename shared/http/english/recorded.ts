/**
 * What the system wrote into records, in Chinese: conditions, their evidence, what applications have in common, how points and
 * sums came about, what is missing. The blanks are told by what stands around them; the first that fits counts.
 */
export const RECORDED = {
  // Conditions.
  '近 {n} 年未发生重大安全（含网络安全、数据安全）事故':
    'No major safety accident (network and data security included) in the last {n} years',
  未被列为失信联合惩戒对象: 'Not on a list for joint punishment of dishonesty',
  统一社会信用代码校验: 'Check character of the credit code',
  在申报期内提交: 'Submitted within the window of the call',
  同一主体在本类别只申报一项: 'Only one entry of the applicant in the category',
  属于试点企业: 'A pilot enterprise',
  通过评测验收: 'Passed evaluation and acceptance',
  '数字化水平等级达 {level} 级及以上': 'Digital level {level} or above',
  在试点实施期内验收: 'Accepted within the implementation period',
  申报等级与验收认定一致: 'The declared level is the one that acceptance found',
  申报投入与验收认定一致: 'The declared investment is the one that acceptance verified',
  '验收认定等级与评分、场景等级相符': 'The level that acceptance found agrees with its score and grades',
  发票日期在试点实施期内: 'The invoices are of the implementation period',
  发票没有重复填报: 'No invoice is listed twice',
  发票合计与验收认定投入一致: 'The invoices add up to the investment that acceptance verified',
  面向规定环节的单个或多个应用场景: 'For one or more scenarios of the links that the plan names',
  针对试点企业提供: 'Provided to pilot enterprises',
  面向试点企业并已落地实施: 'For pilot enterprises, and put into use there',
  落地试点企业的登记服务商为申报主体: 'The applicant is the registered provider of the pilot enterprises where it runs',
  '“链式”方案列明上下游或园区企业': 'The chain-type case names enterprises of the chain or park',
  列入数字化转型推荐服务商资源池: 'Listed in the pool of recommended providers',
  '在{name}设立实体机构或常驻团队': 'Has an entity or a resident team in {name}',
  '实施期内服务不少于 {n} 家通过评测验收的试点企业':
    'Served at least {n} pilot enterprises that passed acceptance within the implementation period',
  申报的服务企业与验收台账一致: 'The enterprises declared as served are those of the acceptance register',

  // Their evidence: first what stands around it.
  '据{register}（版本 {version}）：{evidence}': 'By the {register} (version {version}): {evidence}',
  试点企业验收台账: 'acceptance register of pilot enterprises',
  推荐服务商资源池名单: 'list of the pool of recommended providers',
  失信联合惩戒名单: 'list for joint punishment of dishonesty',
  重大安全事故台账: 'register of major safety accidents',
  '{evidence}；已由审查人员于 {date} 核对原件确认，理由：{reason}':
    '{evidence}; confirmed by an officer against the original on {date}, because: {reason}',
  '{evidence}；系按要求在补正期限内重新提交': '{evidence}; submitted again within the time for correction, as asked',
  '{evidence}；门槛系转引，以验收认定为准':
    '{evidence}; the thresholds are second-hand, and what acceptance found counts',
  '{evidence}，以验收认定为准': '{evidence}; what acceptance found counts',
  '{evidence}，请核对营业执照原件': '{evidence}; please check the original business licence',
  '申报主体不在其中，本项无从核对': 'The applicant is not in it, so that this cannot be checked',
  '{span}间有 {n} 起：{accidents}': '{n} within {span}: {accidents}',
  '{date} 安全生产重大事故': 'major work safety accident on {date}',
  '{date} 网络安全重大事故': 'major network security accident on {date}',
  '{date} 数据安全重大事故': 'major data security accident on {date}',
  '{span}间无重大事故（无记录）': 'No major accident within {span} (no records)',
  '{span}间无重大事故（另有 {n} 条非重大或不在期内的记录）':
    'No major accident within {span} (records that are not major or not of that time: {n})',
  '{date} 在列：{entries}': 'Listed on {date}: {entries}',
  '{date} 由{name}列入，{removed} 移出': 'listed by {name} on {date}, removed on {removed}',
  '{date} 由{name}列入': 'listed by {name} on {date}',
  '{date} 不在列（另有 {n} 条不在期内的记录）': 'Not listed on {date} (records of other times: {n})',
  '{date} 不在列': 'Not listed on {date}',
  '{code} 校验码相符': '{code}: the check character is right',
  '{code} 校验码不符': '{code}: the check character is wrong',
  '{received} 收到，申报期 {from} 至 {to}（北京时间，含宽限）':
    'Received {received}; window from {from} to {to} (Beijing time, grace included)',
  本类别没有其他申报: 'No other entry in the category',
  '除本项（申报序号 {no}）外另有：{others}': 'Beside this one (application no. {no}) there are: {others}',
  '申报序号 {no}': 'application no. {no}',
  '{code} 不在其中': '{code} is not in it',
  '登记名称为{name}，综合集成型': 'Registered as {name}, integrator',
  '登记名称为{name}，“小快轻准”产品型': 'Registered as {name}, provider of small, quick, light and precise products',
  '登记名称为{name}，“链主”企业型': 'Registered as {name}, chain leader',
  '登记名称为{name}': 'Registered as {name}',
  '{date} 第 {batch} 批验收通过': 'Passed with batch {batch} on {date}',
  '{date} 第 {batch} 批验收未通过': 'Did not pass with batch {batch} on {date}',
  '验收认定 {level} 级（改造前 {before} 级）': 'Acceptance found level {level} (level {before} before)',
  '验收日期 {date}，实施期 {from} 至 {to}': 'Accepted on {date}; implementation period from {from} to {to}',
  '申报 {declared} 级，验收认定 {level} 级': 'Declared level {declared}, acceptance found level {level}',
  '申报 {declared} 元，验收认定 {verified} 元，申报多 {more} 元':
    'Declared CNY {declared}, acceptance verified CNY {verified}: CNY {more} too much',
  '申报 {declared} 元，验收认定 {verified} 元，申报少 {less} 元':
    'Declared CNY {declared}, acceptance verified CNY {verified}: CNY {less} too little',
  '申报 {declared} 元，验收认定 {verified} 元': 'Declared CNY {declared}, acceptance verified CNY {verified}',
  '评分 {points} 分，{at} 级及以上场景 {n} 个（必选 {must} 个），按方案所列门槛为 {computed} 级，验收认定 {level} 级':
    'Score {points}, {n} scenarios at grade {at} or above ({must} of them mandatory): level {computed} by the plan’s thresholds, acceptance found level {level}',
  '填报发票 {n} 张，实施期 {from} 至 {to}，不在期内 {out} 张：{invoices}':
    '{n} invoices, implementation period from {from} to {to}; {out} of other times: {invoices}',
  '填报发票 {n} 张，实施期 {from} 至 {to}': '{n} invoices, implementation period from {from} to {to}',
  '填报发票 {n} 张，号码各不相同': '{n} invoices, no two with the same number',
  '号码与前面的发票相同：{invoices}': 'Same number as an invoice before: {invoices}',
  '{invoices}等 {n} 张': '{invoices} and others, {n} in all',
  '发票 {n} 张合计 {sum} 元，验收认定 {verified} 元，发票多 {more} 元':
    '{n} invoices add up to CNY {sum}, acceptance verified CNY {verified}: CNY {more} too much',
  '发票 {n} 张合计 {sum} 元，验收认定 {verified} 元，发票少 {less} 元':
    '{n} invoices add up to CNY {sum}, acceptance verified CNY {verified}: CNY {less} too little',
  '发票 {n} 张合计 {sum} 元，验收认定 {verified} 元':
    '{n} invoices add up to CNY {sum}, acceptance verified CNY {verified}',
  '申报环节：{links}；应用场景 {n} 个': 'Links declared: {links}; scenarios: {n}',
  研发设计: 'R&D and design',
  生产制造: 'manufacturing',
  运营管理: 'operations management',
  仓储物流: 'warehousing and logistics',
  网络及数据安全: 'network and data security',
  '申报落地企业 {all} 家，其中试点企业 {n} 家，不是试点企业：{firms}':
    '{all} enterprises declared, {n} of them pilots; no pilots: {firms}',
  '申报落地企业 {all} 家，其中试点企业 {n} 家': '{all} enterprises declared, {n} of them pilots',
  '落地试点企业 {n} 家，登记的服务商均为申报主体':
    '{n} pilot enterprises, all with the applicant as registered provider',
  '落地试点企业 {all} 家，其中 {n} 家登记的服务商不是申报主体：{firms}':
    '{all} pilot enterprises, {n} of them with another registered provider: {firms}',
  未列明上下游或园区企业: 'Names no enterprise of the chain or park',
  '共 {all} 家：上游 {up} 家、下游 {down} 家、园区 {park} 家':
    '{all} in all: {up} upstream, {down} downstream, {park} of the park',
  未登记实体机构或常驻团队: 'No entity or resident team is registered',
  设有实体机构: 'Has an entity',
  设有常驻团队: 'Has a resident team',
  '登记服务 {all} 家，其中实施期内通过评测验收 {n} 家':
    '{all} served by the register, {n} of them passed acceptance within the implementation period',
  '申报的 {n} 家均相符': 'All {n} that were declared agree',
  '申报 {n} 家，差异：{differences}': '{n} declared; differences: {differences}',
  '不是试点企业 {n} 家（{firms}）': '{n} that are no pilots ({firms})',
  '登记的服务商不是申报主体 {n} 家（{firms}）': '{n} with another registered provider ({firms})',
  '未通过验收 {n} 家（{firms}）': '{n} that did not pass ({firms})',
  '验收不在实施期内 {n} 家（{firms}）': '{n} accepted outside the implementation period ({firms})',
  '台账有而申报未列 {n} 家（{firms}）': '{n} in the register that were not declared ({firms})',
  '重复填报 {n} 条': '{n} listed twice',

  '{names}等 {n} 家': '{names} and others, {n} in all',

  // What applications have in common.
  '{evidence}（另有 {n} 家以上相同，可能是统一下发的文件）':
    '{evidence} (the same as more than {n} others; it may have been handed out to everybody)',
  '附件{own}与对方的{other}是同一个文件': 'Attachment {own} and the other’s {other} are the same file',
  '{own}与对方的{other}号码相同': '{own} and the other’s {other} have the same number',
  '第 {no} 张发票（尾号 {end}）': 'invoice no. {no} (ending in {end})',
  '第 {no} 张（尾号 {end}）': 'no. {no} (ending in {end})',
  '法定代表人姓名相同，请核实是否为同一人':
    'Legal representatives have the same name; please check whether it is one person',
  '据台账或申报材料，双方是服务商与客户或合作方':
    'by registers or applications the two are provider and customer, or partners',
  同一主体的两项申报名称相同: 'Two entries of one applicant have the same name',
  '同一主体的两项申报落地企业 {n} 家完全相同': 'Two entries of one applicant run at exactly the same {n} enterprises',
  同一主体在同一类别申报了两项: 'Two entries of one applicant in the same category',
} as const satisfies Record<string, string>;
