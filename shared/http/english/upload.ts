/** What the form's script is told when a draft or an upload is not taken. */
export const UPLOAD = {
  'uploadId 只能有字母、数字、下划线和短横线，不超过 64 个。':
    'uploadId can have only letters, digits, underscores and hyphens, up to 64 of them.',
  '内容过多，没有保存。请缩短文字或减少行数。':
    'There is too much text; nothing was saved. Please shorten it or remove rows.',
  '申报已退回补正，“{points}”不在要求补正的内容之列，没有保存。请刷新本页，只修改要求补正的内容。':
    'The application was returned for correction, and “{points}” was not to be corrected; nothing was saved. Please reload this page and change only what has to be corrected.',
  '另一个窗口已经保存了不同的内容，请刷新本页后再提交。':
    'Another window has saved something else; please reload this page before you submit.',
  '还不能提交。': 'It cannot be submitted yet.',
  '没有这次上传，请重新提交。': 'This upload is not known; please submit again.',
  '这次上传已经失效，请重新提交。': 'This upload is not valid any more; please submit again.',
  '材料包超过 {limit} MB，请降低扫描件分辨率或合并文件。':
    'The package has more than {limit} MB; please lower the resolution of scans or merge files.',
  '另一个窗口正在提交同样的材料，请稍后再试。':
    'Another window is submitting the same package; please try again later.',
  '没有这一段。': 'There is no such part.',
  '还有部分内容没有上传。': 'Some parts have not been uploaded yet.',
} as const satisfies Record<string, string>;
