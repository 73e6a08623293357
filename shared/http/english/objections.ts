/** Objections: the form, the objector's page, what the handler does, and what the applicant is asked. */
export const OBJECTIONS = {
  '公示期内，可以对入围名单实名提出异议。提出人信息只供受理单位核实使用，不告知被异议的单位。提出后 {days} 个工作日内作出处理。':
    'Within the notice period anybody may object to an entry of the shortlist under their real name. Who objects is known only to the office that verifies the objection and is not told to the organisation concerned. A ruling is given within {days} working days after filing.',
  对哪一个入围对象有异议: 'The shortlisted entry that you object to',
  以谁的名义提出: 'On whose behalf you object',
  个人: 'My own, as an individual',
  单位: 'An organisation',
  须上传加盖公章的异议书: 'a statement with the official seal has to be uploaded',
  真实姓名或单位全称: 'Real name, or full name of the organisation',
  联系电话: 'Telephone',
  '电子邮箱（可不填）': 'Mail address (optional)',
  '填写后，办理进展会发送到这个邮箱。': 'If you give one, you are told by mail how the objection goes on.',
  '加盖公章的异议书（以单位名义提出的）': 'Statement with the official seal (for an organisation)',
  '扫描件或照片：PDF、JPG 或 PNG，不超过 {most}。': 'A scan or a photograph: PDF, JPG or PNG, at most {most}.',
  异议的事实和理由: 'Facts and grounds of the objection',
  '写明具体事实和线索，10 至 4000 字。': 'State concrete facts and leads, in 10 to 4000 characters.',
  '证据材料（可不提供）': 'Evidence (optional)',
  '{types}，最多 {files} 个，每个不超过 {each}；一次上传合计不超过 {once}，其余可在提交后的进度页面继续上传。':
    '{types}, at most {files}, each up to {each}; up to {once} in one go, the rest can follow on the progress page.',
  提交异议: 'File the objection',
  提出异议: 'File an objection',
  现在不受理异议: 'Objections are not taken now',
  '只有在公示期内才能对正在公示的入围对象提出异议。':
    'An objection can be filed only within the notice period, against an entry that is under notice.',
  '代码：{code}': 'Code: {code}',
  今天提交的异议过多: 'Too many objections today',
  '今天从您所在网络提交的异议，或者针对这一入围对象的异议，已经达到上限，这一份没有提交。':
    'The limit of objections a day, from your network or against this entry, has been reached. This one was not filed.',
  '请明天再提交；公示期今天截止的，请在截止前以书面形式送交公示单位。':
    'Please file it tomorrow; if the notice ends today, please hand it in on paper before it does.',
  已收到异议: 'The objection has been received',
  '异议编号：{id}': 'Reference number: {id}',
  '这份异议之前已经提交过，无需重复提交。': 'This objection was filed before; there is no need to file it again.',
  '将在 {time} 前作出处理。': 'A ruling will be given by {time}.',
  '请使用第一次提交时给出的进度链接查看办理情况。':
    'Please use the progress link that you were given when you first filed it.',
  办理进度: 'Progress',
  '请保存下面的链接，它只显示这一次。凭它可以查看进展、补充证据、按要求补充材料或者撤回异议；不要转给他人。':
    'Please keep the link below; it is shown only this once. With it you can see how the objection goes on, send more evidence, answer what is asked, or withdraw it. Do not pass it on.',
  打开进度页面: 'Open the progress page',

  异议办理进度: 'Progress of the objection',
  '目前状态：{state}': 'Current state: {state}',
  异议编号: 'Reference number',
  不予受理: 'Not taken on',
  办理经过: 'What was done',
  答复截止: 'Answer by',
  文件类别: 'Kind',
  收到异议: 'Objection received',
  受理: 'Taken on',
  要求补充材料: 'More was asked for',
  提出人补充材料: 'The objector sent more',
  听取申报单位意见: 'The applicant is heard',
  申报单位作出说明: 'The applicant answered',
  决定依职权继续核查: 'It is looked into whatever the objector does',
  提出人撤回: 'The objector withdrew it',
  作出处理决定: 'Ruling',
  盖章的异议书: 'Statement with seal',
  证据: 'Evidence',
  '没有提交文件。': 'No file was handed in.',
  提交的文件: 'Files handed in',
  提交于: 'Handed in on',
  您提交的内容: 'What you sent',
  不予受理的情形: 'Why it is not taken on',
  '匿名，或者身份无法核实': 'anonymous, or the identity cannot be verified',
  超过公示期提出: 'filed after the notice period',
  与入围名单无关: 'not about the shortlist',
  同一事由重复提出: 'the same matter filed again',
  滥用异议: 'abuse of objections',
  '请于 {time} 前补充以下材料。逾期没有补充的，按已有材料处理。':
    'Please send the following before {time}. Without it, the ruling rests on what is there.',
  补充说明: 'Your answer',
  '1 至 4000 字，文件可以一并上传。': '1 to 4000 characters; files can be sent along.',
  补充证据: 'Send more evidence',
  补充材料: 'Send what was asked for',
  提交补充材料: 'Send it',
  撤回异议: 'Withdraw the objection',
  '您已撤回这份异议，公示单位决定依职权继续核查，结果仍会在本页显示。':
    'You have withdrawn this objection; the authority goes on with it all the same, and the result will be shown here.',
  '撤回这份异议。撤回后不再办理，也不能恢复。': 'Withdraw this objection. It ends then, and cannot be restored.',

  被异议对象: 'Objected to',
  该对象已不在入围名单中: 'This entry is no longer on the shortlist',
  类别与名次: 'Category and rank',
  '{category}，第 {rank} 名': '{category}, rank {rank}',
  提出方: 'Filed by',
  '个人：{name}，{phone}': 'A person: {name}, {phone}',
  '单位：{name}，{phone}': 'An organisation: {name}, {phone}',
  提出时间: 'Filed on',
  答复期限: 'To be answered by',
  '提出方信息仅供核实使用，不得告知被异议对象。':
    'Who filed it is for verification only, and must not be disclosed to the entry objected to.',
  '本单位没有未参与过本申报决定的人员，这份异议交由参与最少的人员（参与 {n} 次）办理，已记录在案。请考虑增加人员或回避。':
    'Nobody here is left who had not decided about this application: the objection goes to whoever decided least ({n} times), which is on record. Please consider adding staff, or standing aside.',
  '{email}（最近一封邮件未能送达，请电话联系）': '{email} (the last letter was not delivered: please telephone)',
  '（没有未参与过决定的人员，由参与最少的人员办理）':
    ' (nobody was left who had not decided; it is handled by whoever decided least)',
  异议内容: 'Objection',
  '{time}补充': 'Sent on {time}',
  告知申报单位的内容: 'What the applicant was told',
  申报单位的说明: 'The applicant’s answer',
  '尚未答复。': 'Not answered yet.',
  办理: 'Steps',
  '等待提出人补充材料，截止 {time}；逾期没有补充的，按已有材料处理。':
    'The objector is asked for more until {time}; without it, rule on what is there.',
  '符合受理条件的，先予受理，提出人会在进度页面看到。不予受理的，在下面的处理决定中选择。':
    'Take it on if it may be taken on; the objector sees it on the progress page. If not, choose so in the ruling below.',
  受理这份异议: 'Take it on',
  '列明需要提出人补充的全部内容，只在提出人的进度页面显示。':
    'List everything that the objector has to send; it is shown on the objector’s page only.',
  需要补充的内容: 'What is asked for',
  发出补充要求: 'Ask for it',
  '告知申报单位被异议的事项，不得写明或暗示提出人。':
    'Tell the applicant what is objected; neither name nor hint at who objects.',
  告知的内容: 'What the applicant is told',
  发给申报单位: 'Send it to the applicant',
  依职权继续核查: 'Go on whatever the objector does',
  '提出人撤回后仍须查清的，写明理由；此后撤回不影响办理，名额继续暂缓。':
    'If it has to be cleared up even after a withdrawal, say why; a withdrawal then changes nothing, and the place stays held up.',
  继续核查的理由: 'Why it has to be cleared up',
  决定继续核查: 'Go on with it',
  处理结果的影响: 'What follows',
  '异议成立：{effect}': 'Objection upheld: {effect}',
  '异议不成立、不予受理：该名额解除暂缓，按原名单继续。':
    'Objection rejected or not taken on: the place is no longer held up, and the list goes on as it is.',
  '该名额已不在入围名单中，名单不再变动。': 'the place is no longer on the shortlist, which stays as it is.',
  '取消入围，不再安排奖补 {sum}': 'it is taken off the shortlist, and its award of {sum} falls away',
  '没有可以递补的申报，名额空缺。': 'Nobody is in reserve, so the place stays vacant.',
  '由 {title}（{name}，第 {rank} 名，{points} 分）递补，奖补 {sum}。':
    '{title} ({name}, rank {rank}, {points} points) moves up, with an award of {sum}.',
  '递补对象另行公示，现在决定的，公示至 {time}。':
    'Who moves up has a public notice of its own; ruled on now, it runs until {time}.',
  '奖补总额变动：{change}': 'The awards together: {change}',
  不变: 'no change',
  '增加 {sum}': '{sum} more',
  '减少 {sum}': '{sum} less',
  '还没有申报单位的说明。认定异议成立前，应当听取申报单位的意见。':
    'There is no answer of the applicant yet. It should be heard before an objection is upheld.',
  '不予受理的情形（只在不予受理时选择）': 'Why it is not taken on (only then)',
  '写明调查情况、事实依据和适用条款，提出人可以看到。':
    'State what was investigated, the facts, and the clauses that apply; the objector can see it.',
  提交处理决定: 'Submit the ruling',

  对异议作出说明: 'Answer to an objection',
  已提交说明: 'Answered',
  '公示期间收到对本申报的异议。受理单位在作出决定前听取本单位的意见，请据实说明；逾期没有说明的，按已有材料处理。':
    'An objection to this application was filed during the public notice. You are heard before it is ruled on: please answer truthfully. Without an answer, the ruling rests on what is there.',
  被异议的事项: 'What is objected',
  本单位的说明: 'Your answer',
  说明: 'Answer',
  '写明事实和依据，不超过 4000 字；提交后不能修改。':
    'Give facts and grounds in at most 4000 characters; it cannot be changed afterwards.',
  提交说明: 'Submit the answer',

  '最多上传 {n} 个文件。': 'At most {n} files can be uploaded.',
  '文件“{name}”是空的。（代码 {code}）': 'The file “{name}” is empty. (Code {code})',
  '文件“{name}”超过单个文件的上限 {most}。（代码 {code}）':
    'The file “{name}” is larger than {most}, the most a file may have. (Code {code})',
  '文件“{name}”的格式不接收，请改用 {types}。（代码 {code}）':
    'Files like “{name}” are not taken; please use {types}. (Code {code})',
  '文件“{name}”没有通过检查：须是内容与扩展名一致、可以打开的文件，不含宏、脚本和密码。（代码 {code}）':
    'The file “{name}” was not taken: it must open, be what its ending says, and have no macros, scripts or password. (Code {code})',
  '以单位名义提出的，请上传加盖公章的异议书。':
    'For an organisation, please upload the statement with the official seal.',
  '内容中有提出人的姓名、名称或电话，不得告知申报单位。':
    'The text has the name or the telephone of who objects, which the applicant must not be told.',
  '理由中有提出人的姓名、名称或电话，请改写：处理决定会留存和公开。':
    'The reason has the name or the telephone of who objects. Please write it without: rulings are kept and published.',
  '不予受理的，请选择情形。': 'Please choose why it is not taken on.',
  '打开页面之后有新的材料、答复或名单变动，请核对本页后再提交。':
    'There is something new since you opened the page: papers, an answer, or a change of the list. Please look at it before you submit.',
  '一次上传的文件合计超过 4 MB，内容没有提交。': 'The files are more than 4 MB together; nothing was submitted.',
  '请返回上一页，减少文件或降低分辨率后再提交；其余文件可在提交后的进度页面继续上传。':
    'Please go back and send fewer or smaller files; the others can follow on the progress page.',
} as const satisfies Record<string, string>;
