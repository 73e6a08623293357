/** Error pages. */
export const PROBLEMS_ENGLISH = {
  '扫描件超过 4 MB，没有上传。': 'The scan is larger than 4 MB and was not uploaded.',
  '请降低分辨率或改为黑白扫描后再上传。': 'Scan it at a lower resolution or in black and white, and upload it again.',
  链接无效: 'This link is not valid',
  '没有找到这个链接，可能是复制时不完整。': 'The link was not found; it may have been copied incompletely.',
  '请打开邮件，重新点击其中的链接，或把链接完整复制到浏览器地址栏。':
    'Open the mail and click the link again, or copy the whole link into the address bar.',
  链接已过期: 'This link has expired',
  '这个链接的有效期已过，不能再使用。': 'The link was valid until a date that has passed, and cannot be used any more.',
  '如截止时间已经延长，请使用最近一封邮件中的链接；仍需办理的，请联系发出通知的单位。':
    'If the deadline was extended, use the link in the latest mail; otherwise contact the office that notified you.',
  链接已停用: 'This link has been revoked',
  '这个链接已被停用。': 'The link is no longer in use.',
  '请使用最近一封邮件中的链接，或联系发出通知的单位。':
    'Use the link in the latest mail, or contact the office that notified you.',
  请从邮件中的链接打开: 'Please open this page by the link in your mail',
  '本页只能通过邮件中的链接打开；打开后超过 12 小时没有操作的，也要重新打开。':
    'This page opens only by the link in your mail, and has to be opened anew after 12 hours without activity.',
  '请打开邮件重新点击链接，并允许浏览器保存 Cookie。已经暂存的内容不会丢失。':
    'Click the link in the mail again and allow cookies. What has been saved is not lost.',
  页面已失效: 'This page is out of date',
  '提交的页面不是从当前链接打开的，内容没有保存。':
    'The form was not opened by the current link, and nothing was saved.',
  '请返回上一页复制已填写的内容，重新打开邮件中的链接后再提交。':
    'Go back, copy what you filled in, open the link in the mail again, and submit there.',
  无法读取提交的内容: 'What was sent cannot be read',
  '提交的格式不是网页表单。': 'It was not sent by a web form.',
  '请使用页面上的表单提交。': 'Please use the form on the page.',
  提交的内容过长: 'What was sent is too long',
  '提交的内容超过 64 KB。': 'It has more than 64 KB.',
  '请返回上一页，缩短文字后再提交。': 'Go back, shorten the text, and submit again.',
  没有找到这项任务: 'This task was not found',
  '这项任务不存在，或者不由您办理。': 'The task does not exist, or is not yours.',
  '请使用最近一封邮件中的链接。': 'Please use the link in the latest mail.',
  没有找到这份材料: 'This file was not found',
  '申报材料可能已经更新。': 'The application may have a newer version.',
  '请返回任务页面，刷新后重新打开。': 'Go back to the task, reload it, and open the file there.',
  没有找到这个评选批次: 'This round was not found',
  '请核对网址中的批次编号。': 'Please check the round in the address.',
  尚未公示: 'Not published yet',
  '本批次的入围名单还没有公示。': 'The shortlist of this round has not been published yet.',
  '公示后可在本页查看。': 'It will appear on this page.',
  尚未公布: 'Not announced yet',
  '本批次的评选结果还没有正式公布。': 'The results of this round have not been announced yet.',
  '公布后可在本页查看。': 'They will appear on this page.',
  不能办理台账: 'You cannot work on the registers',
  '工作人员台账中没有您的市级主管部门人员记录，或已被删除。':
    'The staff register does not have you as an officer of the bureau, or no longer.',
  '请联系系统管理人员。': 'Please contact the administrator.',
  不能使用评选管理台: 'You cannot use the console',
  文件过大: 'The file is too large',
  '本页最多接收 4 MB 的文件，没有导入。': 'This page takes files of up to 4 MB; nothing was imported.',
  '请只保留台账一张工作表，删除图片和多余的行列；仍然过大的，请系统管理人员用命令行导入（不超过 10 MB）。':
    'Keep only the sheet of the register, without pictures and empty rows; what is still too large can be imported by command line (up to 10 MB).',
  没有找到上传的文件: 'The uploaded file was not found',
  '这个文件没有上传过，或者链接不完整。': 'It was never uploaded, or the address is incomplete.',
  '请回到台账页面重新上传。': 'Go back to the registers and upload it again.',
  没有找到这个页面: 'This page was not found',
  '请核对网址，或使用邮件中的链接。': 'Please check the address, or use the link in your mail.',
  系统出错: 'Something went wrong',
  '这次操作没有完成，问题已经记录。': 'The action was not completed; the problem has been recorded.',
  '请稍后再试；已填写的内容可返回上一页找回。': 'Try again later; go back to find what you filled in.',
} as const satisfies Record<string, string>;
