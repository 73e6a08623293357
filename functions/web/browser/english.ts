/** English for what the script of the application's form says, keyed by the Chinese; apart from the pages' own, which it need not carry. */
export const FORM_ENGLISH = {
  '文件无法读取，请重新选择。': 'The file cannot be read; please choose it again.',
  '正在读取 {name}…': 'Reading {name}…',
  '“{name}”无法读取，请重新选择。': '“{name}” cannot be read; please choose it again.',
  '“{name}”：{problem}': '“{name}”: {problem}',
  '“{name}”已经加入过了。': '“{name}” has been added already.',
  '浏览器没有空间保存文件：请在关闭本页之前提交，否则需要重新选择文件。':
    'The browser has no room to keep files: submit before you close this page, or they have to be chosen again.',
  '已有 {count} 个文件': 'files: {count}',
  '必须提交，还没有文件': 'required, no file yet',
  没有文件: 'no file',
  移除: 'Remove',

  '填写的内容没有发现问题。请在下面加入证明材料，然后提交。':
    'No problem was found in what you filled in. Please add the attachments below, then submit.',
  '还有 {count} 处需要填写或改正': '{count} still to be filled in or corrected',
  '草稿已保存，可以分多次填写；全部改正后才能提交。':
    'The draft is saved and can be filled in over several visits; it can be submitted once everything is right.',

  '上次的上传没有完成。点“检查并提交”，从中断的地方接着传。':
    'The last upload was not completed. Press “Check and submit” to go on from where it was interrupted.',
  '没有完成，请检查网络后再次点“检查并提交”。':
    'It was not completed; please check the network and press “Check and submit” again.',
  '已停止。已上传的部分保留一天，再次提交时接着传。':
    'Stopped. What was uploaded is kept for a day; submitting again goes on from there.',
  '正在保存和检查…': 'Saving and checking…',
  '草稿还没有保存，暂时不能提交。请看页面下方的保存状态。':
    'The draft is not saved yet and cannot be submitted. Please see below whether it is being saved.',
  '会话已结束，请重新打开邮件中的链接。': 'The session is over; please open the link in the mail again.',
  '正在取回已提交的文件：{name}': 'Fetching a file that was submitted: {name}',
  '还不能提交，有 {count} 处需要填写或改正': 'It cannot be submitted yet: {count} to be filled in or corrected',
  '正在打包…': 'Packing…',
  '已上传 {done} MB，共 {all} MB': '{done} of {all} MB uploaded',
  材料已收到: 'Your application has been received',
  '收到时间：{time}': 'Received: {time}',
  '回执编号：{number}': 'Receipt no. {number}',
  '正在核验，结果会发送到您的邮箱，也可以在':
    'It is being examined. The result will be mailed to you, and will be on the ',
  申报页面: 'application page',
  '查看。': '.',
  从本机移除已提交的文件: 'Remove the submitted files from this computer',
  '使用公用电脑的，请在离开前移除文件；如需提交新的版本，可以保留。':
    'On a shared computer, please remove the files before you leave; keep them if you are going to submit a new version. ',
  '上传完成。': 'Upload completed.',
  '已提交的文件没有取回，请检查网络后再次点“检查并提交”。':
    'A file that was submitted could not be fetched; please check the network and press “Check and submit” again.',
  '网络不稳定，上传暂停。已上传的部分保留一天，请稍后点“检查并提交”接着传。':
    'The network is unstable; the upload pauses. What was uploaded is kept for a day: press “Check and submit” later to go on.',
  '上传没有被接收，请刷新本页后重试。': 'The upload was not taken; please reload this page and try again.',
  '上传没有完成，请再次点“检查并提交”接着传。':
    'The upload was not completed; please press “Check and submit” again to go on.',
  '这次上传已经失效，请再次点“检查并提交”。':
    'This upload is not valid any more; please press “Check and submit” again.',
} as const satisfies Record<string, string>;
