/** The application's form: filling it in, adding files, correcting it. What its script says is the script's own. */
export const APPLICATION_FORM = {
  '填写申报表：{name}': 'Application form: {name}',
  '填写的内容没有发现问题。': 'No problem was found in what you filled in. ',
  '请在下面加入证明材料，然后提交。': 'Please add the attachments below, then submit.',
  '还有 {count} 处需要填写或改正': '{count} still to be filled in or corrected',
  '草稿已保存，可以分多次填写；全部改正后才能提交。':
    'The draft is saved and can be filled in over several visits; it can be submitted once everything is right.',
  '另一个窗口的内容保存于 {time}。': 'The other window saved at {time}. ',
  '{what}：{title}': '{what}: {title}',
  '必须提交，还没有文件': 'required, no file yet',
  没有文件: 'no file',
  '{limit}。': '{limit}.',
  '{types}，最多 {files} 个，每个不超过 {size}': '{types}; at most {files} files of up to {size} each',
  选择文件: 'Choose files',
  拍照: 'Take a photo',
  '没有要求补正证明材料，提交时自动沿用已提交的文件，不必重新上传。':
    'No attachment has to be corrected. The files that were submitted go along by themselves and need not be uploaded again.',
  要求补正的材料: 'Attachments to be corrected',
  不需补正的材料: 'Attachments that stay as they are',
  必须提交的材料: 'Required attachments',
  '其他材料（选填）': 'Other attachments (optional)',
  申报页面: 'application page',
  '本页的脚本没有运行，现在只能填写和保存草稿。可以刷新本页再试；':
    'The script of this page is not running: you can only fill in the form and save the draft. Reload this page to try again; ',
  '也可以将申报表和证明材料打成 zip 文件，在{page}上传。':
    'or put the form and the attachments into a zip file and upload it on the {page}.',
  '也可以将申报表和证明材料打成 zip 文件，在{page}上传，其中不需补正的材料须与退回的版本相同。':
    'or put the form and the attachments into a zip file and upload it on the {page}; attachments that need no correction have to be those of the version that was returned.',
  '也可以把文件拖放到各项中。文件先保存在本机浏览器中，提交时才上传；全部文件合计不超过 {most}。':
    'You can also drop files onto an item. Files are kept in this browser and uploaded when you submit; all of them together may have up to {most}.',
  提交: 'Submit',
  '提交时由浏览器把申报表和材料打包，分段上传；网络中断后会接着传，不必重来。以服务器收到完整材料的时间为准。':
    'The browser packs the form and the files and uploads them in parts; after an interruption it goes on where it was. What counts is the time at which the server has received all of it.',
  检查并提交: 'Check and submit',
  停止上传: 'Stop the upload',
  上传进度: 'Progress of the upload',
  本次只需补正以下内容: 'Only the following has to be corrected',
  '{what}，于 {time} 前一次完成；其他内容保持不变。': '{what}, all at once by {time}; everything else stays as it is.',
  '截止时间：{time}，以服务器的时间为准。可以分多次填写。':
    'Deadline: {time}, by the server’s clock. You can fill in the form over several visits.',
  已知信息: 'What is known already',
  '以下内容来自上传凭证和主管部门台账，无需填写。如有出入，请联系发出通知的单位。':
    'The following comes from the invitation and the registers of the authority and need not be filled in. If anything is wrong, please contact the office that notified you.',
  '内容过多，没有保存。请缩短文字或减少行数后再保存。':
    'There is too much text; nothing was saved. Please shorten it or remove rows, and save again.',
  '以下内容不在要求补正之列，不能修改，本次没有保存：{points}。请只修改要求补正的内容后再保存。（错误代码：{code}）':
    'The following was not to be corrected and cannot be changed; nothing was saved: {points}. Please change only what has to be corrected, and save again. (Error code: {code})',
  检查: 'Check',

  其他证明材料: 'Other attachments',
  不需补正: 'No correction needed',
  '不需补正，沿用已提交的文件': 'No correction needed; the files that were submitted stay',

  '（{unit}）': ' ({unit})',
  '（选填）': ' (optional)',
  '例如：{example}': 'For example: {example}',
  '每项写一行。': 'One item a line.',
  '{table} 第 {row} 行': '{table}, row {row}',
  删除本行: 'Remove this row',
  '{column}：{hint}': '{column}: {hint}',
  增加一行: 'Add a row',
  '（未填写）': '(not filled in)',

  评测验收: 'Acceptance',
  已通过: 'Passed',
  认定数字化水平等级: 'Verified digital level',
  '{level} 级': 'Level {level}',
  认定改造投入: 'Verified investment',
  验收批次和日期: 'Acceptance batch and date',
  参加活动: 'Activities attended',
  '{n} 次（共 {all} 次）': '{n} (of {all})',
  报送材料: 'Materials delivered',
  '{n} 份（应报 {all} 份）': '{n} (of {all} asked for)',
  服务且通过验收的试点企业: 'Pilot enterprises served that passed acceptance',
  '{n} 家': '{n}',
} as const satisfies Record<string, string>;
