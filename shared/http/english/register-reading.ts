/**
 * What the reader of a register's file says of it, by template: it speaks Chinese, to the command line too, and its sentences
 * are told by these. Of two that fit, the first is taken: the longer stands before.
 */
export const REGISTER_READING = {
  '合计或说明行不是数据，未导入：第 {rows} 行。': 'Rows of sums or remarks are no data and were left out: rows {rows}.',
  '不认识的列，未导入：{columns}。': 'Unknown columns were left out: {columns}.',
  '没有这些列，按空白处理：{columns}。': 'These columns are not there and count as blank: {columns}.',
  '统一社会信用代码的校验位不符，请核对（不影响导入）：第 {rows} 等 {count} 行。':
    'The check character of credit codes does not fit; please verify (they are imported all the same): rows {rows} and others, {count} in all.',
  '统一社会信用代码的校验位不符，请核对（不影响导入）：第 {rows} 行。':
    'The check character of credit codes does not fit; please verify (they are imported all the same): rows {rows}.',

  '文件第 {rows} 等 {count} 行有未加密的证件号码。系统不保存证件号码：请用命令 registers hash 加密后再导入。':
    'Rows {rows} and others, {count} in all, hold ids that are not hashed. The system keeps no ids: please hash them with the command “registers hash” first.',
  '文件第 {rows} 行有未加密的证件号码。系统不保存证件号码：请用命令 registers hash 加密后再导入。':
    'Rows {rows} hold ids that are not hashed. The system keeps no ids: please hash them with the command “registers hash” first.',
  '含有居民身份证号码，本列不能填写': 'it holds the id of a person, which does not belong here',
  '不是有效的证件号码，也不是加密值，请核对': 'this is neither a valid id nor the hash of one, please verify',

  '文件是空的。': 'The file is empty.',
  '文件超过 {limit} MB。请删除多余的行、列和图片。':
    'The file has more than {limit} MB. Please remove rows, columns and pictures that are not needed.',
  '文件是旧版 Excel（.xls）格式，或者设了打开密码。请另存为 .xlsx，并去掉密码。':
    'The file is of the old Excel format (.xls), or has a password. Please save it as .xlsx without a password.',
  '文件是 PDF，不是表格。': 'The file is a PDF, not a table.',
  '文件不是 JSON：{error}': 'The file is not JSON: {error}',
  '文件不是 JSON 数组。': 'The file is not an array of JSON.',
  '表格中的文字过多。请只保留台账需要的列。':
    'There is too much text in the table. Please keep only the columns that the register needs.',
  '没有找到列标题行。《{sheet}》须有这些列：{columns}。':
    'No row of column titles was found. “{sheet}” needs these columns: {columns}.',
  '缺少列：{columns}。不认识的列：{unknown}。': 'Columns are missing: {columns}. Unknown columns: {unknown}.',
  '缺少列：{columns}。': 'Columns are missing: {columns}.',
  '列“{column}”出现了不止一次，不知道以哪一列为准。':
    'The column “{column}” is there more than once; which of them counts is unclear.',
  '超过 {count} 处无法读出，请核对各列是否与标题相符。例如：{examples}。':
    'More than {count} cells cannot be read; please verify that the columns are what their titles say. For example: {examples}.',
  '工作簿过大（{what}）。请只保留台账一张工作表，删除多余的行、列和图片。':
    'The workbook is too large ({what}). Please keep only the sheet of the register, without rows, columns and pictures that are not needed.',
  '{count} 张工作表': '{count} sheets',
  单元格过多: 'too many cells',
  '超过 {count} 个内部文件': 'more than {count} files inside',
  '解压后超过 {limit} MB': 'it unpacks to more than {limit} MB',
  '到第 {row} 行还有内容': 'there is something in row {row}',
  '到第 {column} 列还有内容': 'there is something in column {column}',
  '文件不是能打开的 Excel 工作簿（.xlsx），或已损坏。请用 Excel 或 WPS 打开后另存。':
    'The file is no Excel workbook (.xlsx) that opens, or it is damaged. Please open it in Excel or WPS and save it anew.',
  '无法识别文件的编码。请在 Excel 或 WPS 中另存为 .xlsx，或另存为“CSV UTF-8（逗号分隔）”。':
    'The encoding of the file is not known. Please save it in Excel or WPS as .xlsx, or as “CSV UTF-8 (comma delimited)”.',
  '表格超过 {rows} 行。请分成几份，或删除多余的行。':
    'The table has more than {rows} rows. Please split it, or remove rows that are not needed.',
  '表格超过 {columns} 列。': 'The table has more than {columns} columns.',
  '有一处双引号没有成对（第 {line} 行附近），后面的内容无法分列。请补上或删除多余的双引号。':
    'A quotation mark has no counterpart (near line {line}), and what follows cannot be split into columns. Please add or remove the one.',
  '有一处双引号没有成对，后面的内容无法分列。请补上或删除多余的双引号。':
    'A quotation mark has no counterpart, and what follows cannot be split into columns. Please add or remove the one.',
  '有一行过长（第 {line} 行附近），可能是双引号没有成对，或分隔符不是逗号、分号或制表符。':
    'A line is too long (near line {line}): a quotation mark may have no counterpart, or the delimiter is no comma, semicolon or tab.',
  '有一行过长，可能是双引号没有成对，或分隔符不是逗号、分号或制表符。':
    'A line is too long: a quotation mark may have no counterpart, or the delimiter is no comma, semicolon or tab.',
  '无法按分隔符读出表格（第 {line} 行附近）。请在 Excel 或 WPS 中另存为 .xlsx。':
    'The table cannot be read by its delimiters (near line {line}). Please save it in Excel or WPS as .xlsx.',
  '无法按分隔符读出表格。请在 Excel 或 WPS 中另存为 .xlsx。':
    'The table cannot be read by its delimiters. Please save it in Excel or WPS as .xlsx.',

  不能为空: 'may not be blank',
  '内容过长（{count} 字）': 'too long ({count} characters)',
  '公式出错（{fault}），请改正公式或填写数值': 'the formula failed ({fault}); correct it or write the value',
  '公式没有保存计算结果，请用 Excel 或 WPS 打开文件、保存后再导入':
    'the result of the formula is not saved; open the file in Excel or WPS, save it, and import it again',
  '超过 {max} 字': 'more than {max} characters',
  '含有不可见的控制字符，请重新输入': 'has invisible control characters; write it again',
  '{cell}不是编号：只能有小写字母、数字和短横线，不超过 32 个':
    '{cell} is no id: only small letters, digits and hyphens, up to 32',
  '{cell}不是电子邮箱地址': '{cell} is no e-mail address',
  '{cell}不是手机号码：应为 11 位数字': '{cell} is no mobile number: it has to have 11 digits',
  '代码被存成了数字，末几位已经丢失，请把本列设为文本格式后重新填写':
    'the code was saved as a number and has lost its last digits; format the column as text and write it again',
  '{cell}不是统一社会信用代码：应为 18 位，现为 {count} 位，不含字母 I、O、S、V、Z':
    '{cell} is no unified social credit code: it has to have 18 characters and has {count}; I, O, S, V and Z are not among them',
  '{cell}不是日期：请写年、月、日，如 2025-01-05 或 2025年1月5日':
    '{cell} is no date: write year, month and day, as 2025-01-05',
  '{cell}不是整数': '{cell} is no whole number',
  '{cell}超出范围：应为 0 至 {max} 分': '{cell} is out of range: 0 to {max} points',
  '{cell}超出范围：应为 {min} 至 {max}': '{cell} is out of range: {min} to {max}',
  '{cell}不是分数': '{cell} is no number of points',
  '{cell}的小数超过一位': '{cell} has more than one decimal',
  '{cell}不是金额': '{cell} is no amount of money',
  '不知道单位：请在列标题中注明（元）、（万元）或（分）':
    'the unit is not known: write yuan, ten thousand yuan or fen into the title of the column, in Chinese',
  '{cell}不足一分的部分无法记账，不作四舍五入': '{cell}: less than a fen cannot be booked, and nothing is rounded',
  '{cell}是负数': '{cell} is negative',
  '{cell}过大': '{cell} is too large',
  '{cell}看不出是或否：请填“是”或“否”': '{cell} is neither yes nor no: write the Chinese word for either',
  '{cell}不是等级：请填 0 至 4，或一级、二级、三级、四级': '{cell} is no level: write 0 to 4',
  '{cell}不在可填的内容中：{titles}': '{cell} is not one of the words that may stand here: {titles}',
  '不符合要求（{why}）': 'does not fit ({why})',
  不符合要求: 'does not fit',
  '与第 {row} 行完全相同': 'the same as row {row}',
  '与第 {rows} 行是同一项，内容却不同，不知道以哪一行为准':
    'the same item as in rows {rows}, but different; which of them counts is unclear',
} as const satisfies Record<string, string>;
