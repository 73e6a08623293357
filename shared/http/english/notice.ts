/** The public notice: its page, its corrections, and the days off that its period rests on. */
export const NOTICE = {
  '根据{basis}等要求，经组织申报、区（市）审查、专家评审和集体审议，确定了入围名单，现予以公示，接受社会监督。':
    'In accordance with {basis} and related documents, after applications, district review, expert scoring and deliberation, the shortlist is hereby published for public scrutiny.',
  '一、公示时间': '1. Period',
  '二、入围名单': '2. Shortlist',
  '三、异议的提出': '3. How to object',
  '四、依据': '4. Basis',
  '五、条件': '5. Conditions',
  '六、程序': '6. Procedure',
  固定网址和核验: 'Stable address and verification',
  公示的固定网址二维码: 'QR code of the stable address of this notice',
  '本公示的固定网址：{address}，始终显示现行版本。':
    'Stable address of this notice: {address}; it always shows the version in force.',
  '第 {version} 版，名单校验值（SHA-256）：{hash}': 'Version {version}; checksum of the list (SHA-256): {hash}',
  查看现行公示: 'See the notice in force',
  '这是第 {version} 版，已由第 {newest} 版更正，不再有效。':
    'This is version {version}. It was corrected by version {newest} and is no longer in force. ',
  '更正公示（第 {version} 版，{time}发布）': 'Corrected notice (version {version}, published {time})',
  '更正理由：{reason}': 'Reason of the correction: {reason}',
  '公示期自更正之日起重新计算。': 'The period runs anew from the day of the correction.',
  '公示期不变。': 'The period stays as it is.',
  '{date}（{weekday}）': '{date} ({weekday})',
  其中工作日: 'Working days of it',
  '；': '; ',
  '对入围名单有异议的，请在公示期内实名提出：个人写明真实姓名和联系电话，单位上传加盖公章的异议书，并写明事实和理由、附上证据。提出人信息只供核实使用，不告知被异议的单位；提出后 {days} 个工作日内作出处理。匿名或者逾期提出的，不予受理。':
    'Whoever objects to an entry may do so within the period under their real name: a person with name and phone number, an organisation with a letter that bears its seal; with facts, reasons and evidence. Who objects is used for verification only and not told to the applicant; a ruling follows within {days} working days. Anonymous and late objections are not accepted.',
  '提出方式：{link}（扫描文末二维码可打开本页）。': 'How: {link} (the QR code below opens this page).',
  '公示期已满。': 'The period is over.',
  '各类别按区（市）和名称排列，排名不分先后。':
    'Each category is listed by district and name; the order says nothing of rank.',
  '异议成立后递补入围，共 {count} 个': 'Moved up after an upheld objection: {count}',
  '下载本版名单：': 'Download the list of this version: ',
  'JSON（与校验值逐字节一致）': 'JSON (byte for byte what the checksum is of)',
  '。可以用浏览器的打印功能按 A4 公文版式打印本页。': '. Print this page from the browser: it is laid out for A4.',
  更正理由: 'Reason of the correction',
  首次公示: 'First publication',
  公示的各个版本: 'Versions of the notice',
  '在试点实施期内，数字化水平等级达到 {level} 级及以上并通过评测验收的试点企业':
    'pilot enterprises that reached digital level {level} or above and passed acceptance within the implementation period',
  '在{city}设立实体机构或者常驻团队，列入数字化转型推荐服务商资源池，实施期内为不少于 {n} 家通过评测验收的试点企业提供数字化改造服务的服务商':
    'providers of the pool with an entity or a resident team in {city} that served at least {n} pilot enterprises which passed acceptance within the period',
  '列入数字化转型推荐服务商资源池的服务商，针对试点企业的单个或者多个应用场景提供的解决方案和产品':
    'solutions and products by providers of the pool for one or more scenarios of pilot enterprises',
  '列入数字化转型推荐服务商资源池的服务商，面向试点企业提供“链式”数字化转型解决方案并落地实施的案例':
    'cases of chain-type solutions by providers of the pool that were put into practice at pilot enterprises',
  '{category}（不超过 {n} 个）：{condition}。': '{category} (at most {n}): {condition}.',
  '以上申报主体近 {years} 年未发生重大安全（含网络安全、数据安全）事故，未被相关部门列为失信联合惩戒对象。':
    'All applicants: no major safety accident (network and data security included) within {years} years, and not on the joint-dishonesty list.',
  '组织申报：受邀单位在截止时间前提交申报材料。': 'Applications: whoever was invited applies before the closing time.',
  '区市审查：区（市）中小企业主管部门审核资格条件和项目真实性，出具推荐意见。':
    'District review: the district offices check qualification and authenticity, and give their recommendation.',
  '专家评审：每件申报由抽取的 {size} 位专家独立打分，有利害关系的回避。':
    'Expert scoring: {size} experts who are drawn score each application by themselves; whoever has a conflict stands back.',
  '公示：按公布的评分规则形成入围名单，公示 {days} 个工作日。':
    'Public notice: the shortlist follows from the published rules and is on notice for {days} working days.',
  '异议处理：由没有参与原决定的人员在 {days} 个工作日内处理；有异议的名额暂缓，其他名额照常。':
    'Objections: ruled on within {days} working days by somebody who did not decide before; a contested place waits, the others go on.',
  '正式公布和资金拨付：根据公示情况确认名单并公布，按程序拨付资金。':
    'Announcement and payment: the list is confirmed by the outcome of the notice, announced, and paid by procedure.',

  录入放假安排: 'Enter the days off of a year',
  '请填写年度，例如 2027。': 'Enter the year, e.g. 2027.',
  '请填写依据的通知（4 至 200 字）。': 'Name the notice they are from (4 to 200 characters).',
  '请填写放假的工作日：每行一个日期，例如 2027-01-01。': 'Enter the weekdays off: one date a line, e.g. 2027-01-01.',
  '请填写上班的周末：每行一个日期，例如 2027-01-03。':
    'Enter the weekend days that are worked: one date a line, e.g. 2027-01-03.',
  '请核对后勾选。': 'Please check them, and tick this.',
  依据的通知: 'Notice they are from',
  '例如：国务院办公厅关于某年部分节假日安排的通知': 'e.g. the State Council’s notice on the holidays of the year',
  '放假的工作日（周一至周五）': 'Weekdays off (Monday to Friday)',
  '每行一个日期，例如 {date}；本来就是周末的不填。': 'One date a line, e.g. {date}; no dates that are weekends anyway.',
  上班的周末: 'Weekend days that are worked',
  '每行一个日期；没有的留空。': 'One date a line; empty if there are none.',
  '公示暂缓：公示期和异议处理期限要用到 {year} 年的工作日，而系统中没有该年的放假安排。工作日不得推测。':
    'The notice is on hold: its period and the time for objections run into {year}, whose days off are not in the system. Working days are never guessed.',
  '国务院办公厅公布 {year} 年部分节假日安排后，请按通知录入；提交后自动公示入围名单。录入后不能修改。':
    'Please enter the days off of {year} once the State Council has published them; the shortlist is then published by itself. They cannot be changed afterwards.',
  '{year} 年放假安排': 'Days off of {year}',
  已与公布的通知逐日核对: 'I have checked each day against the published notice',
  '记录通知的文号、公布时间和核对情况。': 'Record the number and date of the notice, and how it was checked.',
  录入并公示: 'Enter them and publish the notice',
  '递补对象另行公示；公示期要用到的放假安排还没有录入，录入后才能裁定成立。':
    'Who moves up gets a notice of its own; it runs into a year whose days off are not in the system. Enter them first, then the objection can be upheld.',
  '期限要用到 {year} 年的工作日，系统中还没有该年的放假安排，不能推测。请先在评选管理台的“公示”页录入。':
    'The deadline runs into {year}, whose days off are not in the system and are never guessed. Please enter them first, on the console’s page “Notice”.',
  '{date} 不是 {year} 年的日期。': '{date} is not a date of {year}.',
  '{date} 是周末；这里只填放假的工作日（周一至周五）。':
    '{date} is a weekend; only weekdays off (Monday to Friday) belong here.',
  '{date} 不是周末；这里只填上班的周末。': '{date} is not a weekend; only weekend days that are worked belong here.',
  '{date} 填了两次。': '{date} is there twice.',

  公示: 'Notice',
  更正公示: 'Correct the notice',
  放假安排: 'Days off',
  更正人: 'Corrected by',
  名单人数: 'Entries',
  '入围名单还没有公示。': 'The shortlist is not published yet.',
  '现在没有可以更正的公示：尚未公示，或者所有入围对象都已公示期满。':
    'There is nothing to correct now: nothing is published yet, or the period of every entry is over.',
  '名单中的名称有误，或者异议裁定、退出后名单有变动的，发布更正公示。名单按现在的入围情况生成；名称有误的在下面改正，改正后的名称也用于正式公布。':
    'Publish a corrected notice when a name on the list is wrong, or when the list has changed by a ruling or because somebody left. The list is made from the shortlist as it is now; wrong names are put right below, and stand on the announced list, too. ',
  '按评选方案，更正后公示期重新计算。': 'By the policy, the period then runs anew.',
  '按评选方案，更正不影响公示期。': 'By the policy, the period stays as it is.',
  '更正理由会在公示页面上公开，请勿写入个人信息。':
    'The reason is published on the notice: please write nothing personal.',
  预览更正内容: 'See what it would change',
  '名称更正 {n}（没有的不填）': 'Wrong name {n} (leave it if there is none)',
  还有名称需要更正: 'There are more wrong names',
  入围对象: 'Entry',
  正确的单位名称: 'Right name of the organisation',
  正确的申报名称: 'Right title of the application',
  '不需要更正的留空。': 'Leave it empty if it is right.',
  变动: 'Change',
  现行公示: 'Notice in force',
  更正后: 'After the correction',
  移出名单: 'Leaves the list',
  列入名单: 'New on the list',
  名称更正: 'Name put right',
  '将发布第 {version} 版公示，以前的版本保留在各自的网址。发布后不能撤回，只能再次更正。':
    'Version {version} of the notice will be published; earlier versions stay at their own addresses. It cannot be taken back, only corrected again.',
  '名单变动，共 {count} 处': 'Changes of the list: {count}',
  '公示期由{from}改为{to}，{count} 个公示中的名额顺延到 {time}。':
    'The period changes from {from} to {to}; entries under notice that now end at {time}: {count}.',
  发布更正公示: 'Publish the corrected notice',
  '返回，不发布': 'Back, without publishing',
  确认更正公示: 'Confirm the correction of the notice',
  年度: 'Year',
  录入人: 'Entered by',
  录入时间: 'Entered on',
  评选方案: 'the policy',
  '公示期、异议处理期限等按工作日计算，只用国务院办公厅公布的放假安排，不推测。评选方案中没有的年度在公布后录入，录入后不能修改。':
    'Periods are counted in working days, by the days off that the State Council published, and never guessed. A year that the policy does not know is entered once it is published, and cannot be changed afterwards.',
  已有的放假安排: 'Days off that are known',
  '请选择要更正的入围对象。': 'Choose the entry that is to be put right.',
  '请填写正确的名称（单位名称或申报名称，不超过 200 字）。':
    'Enter the right name (of the organisation or of the application, up to 200 characters).',
  '所有入围对象都已公示期满，不能再更正；名单进入确认和公布。':
    'The period of every entry is over: the list is being confirmed and cannot be corrected any more.',
  '没有需要更正的内容：名单没有变动，也没有填写名称更正。':
    'There is nothing to correct: the list has not changed, and no name is put right.',
  '所选对象不在公示名单中。': 'The chosen entry is not on the published list.',
  '所选对象已取消入围，或者已进入确认名单，不能再更正。':
    'The chosen entry was taken off the shortlist, or is on a list that is being confirmed; it cannot be put right any more.',
  '公示期要用到 {year} 年的工作日，系统中还没有该年的放假安排，请先录入。':
    'The period runs into {year}, whose days off are not in the system. Please enter them first.',
  '{year} 年的放假安排已经录入，不能修改。': 'The days off of {year} are in the system already and cannot be changed.',
} as const satisfies Record<string, string>;
