/** An applicant's page: where the application stands, its uploads, receipts and taking it back. */
export const SLOT = {
  '申报：{name}': 'Application: {name}',
  未入围: 'Not shortlisted',
  '本申报未进入入围名单。如有名额递补，会另行公示。':
    'The application is not on the shortlist. If it moves up to a place that becomes free, that is published separately.',
  核验中: 'Being examined',
  '文件已上传完成，正在核验，请稍后刷新本页。结果也会发送到您的邮箱。':
    'The file has been uploaded and is being examined; please reload this page in a while. The result is mailed to you as well.',
  未申报: 'No application',
  '截止时间前没有受理到合格的申报材料。': 'No valid application package was accepted before the deadline.',
  尚未上传: 'Nothing uploaded yet',
  '请在截止时间前上传申报材料包。': 'Please upload the application package before the deadline.',
  '已上传的材料包有问题，请按下面逐项修改后重新上传。':
    'The package that was uploaded has problems. Please mend each of those below and upload it again.',
  名单已确认: 'List confirmed',
  '等待正式公布。': 'Waiting for the announcement.',
  '已入围，公示中': 'Shortlisted, under public notice',
  '公示至 {time}。期满且没有未处理的异议，即列入确认名单。':
    'Under notice until {time}. When the period is over and no objection is open, the entry goes onto the list to be confirmed.',
  已正式公布: 'Announced',
  '请通过另一封邮件中的链接填报收款账户。': 'Please give the payee account by the link in the other mail.',
  '收款账户已收到，等待编制资金拨付方案。':
    'The payee account has been received; the disbursement plan is to be drawn up.',
  '已列入资金拨付方案，等待审批。': 'Part of the disbursement plan, which waits for approval.',
  '已向财务发出拨付指令。': 'The payment order has gone to the finance office.',

  '材料已受理，正在由区（市）主管部门审查。审查结果可在本页查看；需要补正的，会发送邮件通知。':
    'The package has been accepted and is being reviewed by the district office. The result will be on this page; if a correction is needed, you will get a mail.',
  '请按下面的意见一次性补正，重新上传完整的申报材料包。':
    'Please make all corrections that are asked for below at once, and upload the complete package again.',
  '区（市）主管部门已推荐，等待专家评审和入围公示。':
    'Recommended by the district office; expert scoring and the public notice of the shortlist are to follow.',
  '未予推荐，本次申报到此结束。': 'Not recommended; the application ends here.',
  '申报已由本单位撤回，不再审查，也不再接收新的材料。':
    'You have withdrawn the application. It is not reviewed any more, and nothing new is taken.',
  '审查逾期未完成，本次申报终止。': 'The review was not completed in time; the application has lapsed.',
  '材料包格式完整，已受理。': 'The package is complete and has been accepted. ',
  '材料包有问题，未受理。请按下面逐项修改后重新上传。':
    'The package has problems and was not accepted. Please mend each of those below and upload it again.',
  '与之前上传的是同一个文件，以之前的为准，无需处理。':
    'The same file was uploaded before; that upload counts, and there is nothing to do.',
  '上传完成时已过截止时间，未受理。': 'The upload was completed after the deadline and was not accepted.',
  '本申报已作出决定，不再接收新的材料。': 'The application has been decided on; nothing new is taken.',

  '（申报材料包）': '(package)',
  位置: 'Where',
  怎么改: 'How to mend it',
  代码: 'Code',
  '需要修改的问题，共 {count} 项': 'Problems to be mended: {count}',
  '回执编号：{number}': 'Receipt no. {number}',
  '材料已收到，正在核验。': 'The package has been received and is being examined.',
  '本次为第 {version} 版。': 'This is version {version}.',
  '校验值（SHA-256）：{sha256}': 'Checksum (SHA-256): {sha256}',
  '现在不接收上传。': 'Uploads are not taken now.',
  填写申报表: 'Fill in the application form',
  '{link}：在网页上填写、加入材料并提交，可以随时保存。':
    '{link}: on this site, with your files added and sent from there; you can save it at any time.',
  上传已经打包的材料: 'Upload a package of your own',
  '下载{file}（已填入本单位信息）': 'Download {file} (your organisation’s data are filled in)',
  '请将填好的{file}（或 application.json）和全部证明材料打成一个 zip 文件上传，不超过 {limit} MB。可以多次上传，以最后一次受理的为准。':
    'Put {file} as filled in (or application.json) and all attachments into one zip file of up to {limit} MB, and upload it. You can upload several times; the last one accepted counts. ',
  '截止时间：{time}，以服务器收到完整文件的时间为准。':
    'Deadline: {time}, by the time at which the server has received the complete file.',
  '申报材料包（zip 文件）': 'Application package (zip file)',
  '上传完成后会自动回到本页。本页打开超过一小时后请刷新再上传。':
    'After the upload you come back to this page. If it has been open for more than an hour, reload it before you upload.',
  '我单位撤回本项申报，知悉撤回后不能恢复，也不能重新申报。':
    'We withdraw this application, and know that it can be neither restored nor filed again.',
  撤回申报: 'Withdraw the application',
  '入围名单公示之前，可以撤回申报；已开始的评审随即终止。':
    'Until the shortlist is published the application can be withdrawn; a review that has begun ends at once.',
  '请先勾选确认。': 'Please tick the box to confirm.',
  '申报正在核验或刚刚有变化，请查看本页的最新状态后再试。':
    'The application is being examined or has just changed; please look at how it stands now and try again.',
  '奖补金额 {sum}，计算过程如下。': 'The award is {sum}, calculated as follows.',
  要求补正的内容: 'What has to be corrected',
  '只能修改以下内容，其他内容和材料须与退回的版本一致：':
    'Only the following may be changed; everything else has to stay as in the version that was returned:',
  '审查单位的说明：': 'The reviewing office says:',
  '请于 {time} 前补正，只有这一次机会。': 'Please make the corrections by {time}. This is the only opportunity.',
  申报序号: 'Application no.',
  上传申报材料: 'Upload the application',
  必须提交的证明材料: 'Required attachments',
  '（{limit}）': '({limit})',
  上传记录: 'Uploads so far',
  '还没有上传记录。': 'Nothing has been uploaded yet.',

  返回申报页面: 'Back to the application',
  '{back}。可以用浏览器的打印功能打印或另存为 PDF。': '{back}. The browser can print this page or save it as a PDF.',
  回执编号: 'Receipt no.',
  材料大小: 'Size',
  '{bytes} 字节': '{bytes} bytes',
  '材料校验值（SHA-256）': 'Checksum of the package (SHA-256)',
  核验结果: 'Result of the examination',
  版本: 'Version',
  '第 {version} 版': 'Version {version}',
  '时间以服务器收到完整材料为准。校验值由包内全部文件的路径和 SHA-256 计算，相同的材料得到相同的校验值。':
    'The time is that at which the server had received the complete package. The checksum is made of the paths and SHA-256 of all files in the package: the same files give the same checksum.',
  材料收到回执: 'Receipt of an application package',
} as const satisfies Record<string, string>;
