/** The districts' signed recommendation sheets. */
export const SHEETS = {
  核验码: 'Check code',
  '核验码：': 'Check code: ',
  '本区（市）受理 {all} 件，推荐 {recommended} 件。请打印推荐汇总表，由负责人签字并加盖公章，再上传扫描件。':
    '{all} accepted in your district, {recommended} recommended. Print the recommendation sheet, have it signed and stamped, and upload the scan.',
  打开并打印推荐汇总表: 'Open and print the recommendation sheet',
  上传扫描件: 'Upload the scan',
  '盖章的推荐汇总表（PDF、JPEG 或 PNG，不超过 {mb} MB；多页请合并为一个 PDF）':
    'Signed recommendation sheet (PDF, JPEG or PNG, up to {mb} MB; several pages as one PDF)',
  重新上传: 'Upload another one',
  核对并交回: 'Check and send in',
  '请打开刚上传的扫描件核对：': 'Open the scan that was just uploaded and check it: ',
  打开扫描件: 'Open the scan',
  '页面齐全、清晰，已签字盖章，且扫描件上的核验码为 {code}。':
    'All pages are there and legible, signed and stamped, and the check code on the scan is {code}.',
  交回推荐汇总表: 'Send in the recommendation sheet',
  '请先选择文件，再上传。': 'Choose a file first, then upload it.',
  '这个文件不是可以打开的 PDF、JPEG 或 PNG，或者带有脚本、密码。请重新扫描后上传。':
    'This file is not a PDF, JPEG or PNG that can be opened, or it has a script or a password. Please scan again.',
  各区市盖章的推荐汇总表: 'Signed recommendation sheets of the districts',
  交回时间: 'Sent in',
  扫描件: 'Scan',
  已交回: 'Sent in',
  待交回: 'Awaited',
} as const;
