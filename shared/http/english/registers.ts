/** The registers' pages: what is current, importing a file, and what it would change. */
export const REGISTERS_ENGLISH = {
  '评选所依据的名单和台账。导入后成为现行版本；已经启动的批次仍以启动时的版本为准。':
    'The lists and registers that the selection goes by. An import becomes the current version; rounds that have begun keep the versions they began with.',
  导入人: 'Imported by',
  各台账的现行版本: 'Current versions of the registers',
  全部台账: 'All registers',
  '这个台账还没有导入过。': 'Nothing has been imported into this register yet.',
  '现行第 {no} 版，{rows} 行，{time}由 {by} 导入。':
    'The current version is no. {no}, with {rows} rows, imported on {time} by {by}. ',
  '下载现行版本（Excel）': 'Download the current version (Excel)',
  导入文件: 'Import a file',
  '可以上传 Excel（.xlsx）或 CSV 文件，不超过 {limit} MB，须为完整的台账：文件里没有的行会被删除。上传后先显示与现行版本的差别，确认后才会导入。':
    'Upload an Excel (.xlsx) or CSV file of up to {limit} MB. It has to hold the whole register: rows that are not in the file are removed. The differences from the current version are shown first; nothing is imported before you confirm. ',
  '下载空白表（含填写说明）': 'Download a blank table (with instructions, in Chinese)',
  历史版本: 'Earlier versions',
  '还没有历史版本。': 'There are no versions yet.',
  '台账文件（.xlsx 或 .csv）': 'File of the register (.xlsx or .csv)',
  上传并比较: 'Upload and compare',
  新增: 'Added',
  修改: 'Changed',
  删除: 'Removed',
  未导入的行: 'Rows left out',
  '历次导入，最近的在前': 'Imports, the latest first',
  '只列出最近 {count} 次。': 'Only the latest {count} are listed.',
  '文件 SHA-256': 'SHA-256 of the file',

  '首次导入，没有现行版本可比。': ' First import; there is no current version to compare with.',
  '与现行第 {no} 版（{rows} 行）相比：': ' Compared with current version no. {no} ({rows} rows):',
  '回到台账，换一个文件': 'Back to the register, to choose another file',
  '文件读出 {rows} 行，未能读出 {refused} 行。': '{rows} rows of the file were read, {refused} rows could not be read.',
  '新增 {added}，修改 {changed}，删除 {removed}，不变 {unchanged}。':
    '{added} added, {changed} changed, {removed} removed, {unchanged} unchanged.',
  '还没有导入。': ' Nothing has been imported yet.',
  // The blank stays empty: by itself the word is a flag.
  '提示{notes}': 'Notes{notes}',
  导入: 'Import',
  '与现行第 {no} 版相同，无需导入。': 'It is the same as current version no. {no}; there is nothing to import.',
  '比较：{title}': 'Comparison: {title}',
  '{by} 在 {time}导入了第 {no} 版，您的文件没有导入。下面已改为与第 {no} 版比较，请重新核对后再导入。':
    '{by} imported version no. {no} on {time}; your file was not imported. It is compared with version no. {no} below: please look at it again before you import it.',
  '共 {count} 行，只列出前 {shown} 行。': '{count} rows in all; only the first {shown} are listed.',
  '共 {count} 处，只列出前 {shown} 处。': '{count} places in all; only the first {shown} are listed.',
  行: 'Row',
  列: 'Column',
  整行: 'whole row',
  未能读出的行: 'Rows that could not be read',
  '未能读出 {count} 行，行号与文件中的相同': '{count} rows could not be read; their numbers are those of the file',
  原来: 'Before',
  修改的行: 'Changed rows',
  '修改 {count} 行': '{count} rows changed',
  删除的行: 'Removed rows',
  '删除的行，共 {count} 行': 'Removed rows: {count}',
  新增的行: 'Added rows',
  '新增的行，共 {count} 行': 'Added rows: {count}',
  '没有一行可以导入，请改正文件后重新上传。':
    'Not one row can be imported; please correct the file and upload it again.',
  '不导入未能读出的 {refused} 行，只导入其余 {rows} 行':
    'Leave out the {refused} rows that could not be read, and import only the other {rows}',
  '最好改正文件后重新上传。确实不要这些行的，请勾选；会记录在历史中。':
    'It is better to correct the file and upload it again. Tick this if you really do not want these rows; it goes on record.',
  '为什么导入，如“2025 年第二批验收结果”。会记录在历史中，不超过 500 字。':
    'Why it is imported, such as “results of the second acceptance batch of 2025”. It goes on record; up to 500 characters.',
  导入为新版本: 'Import as the new version',
  '请填写理由（不超过 500 字）。': 'Please give the reason (up to 500 characters).',
  '本页最多导入 {rows} 行，请系统管理人员用命令行导入。':
    'This page imports at most {rows} rows; please have the administrator import it by command line.',
  '有未能读出的行：请改正文件重新上传，或勾选不导入这些行。':
    'Some rows could not be read: correct the file and upload it again, or tick to leave them out.',
  '比较的结果与刚才显示的不同，没有导入。请重新核对下面的内容。':
    'The comparison is not the one that was shown before; nothing was imported. Please look at it again below.',

  试点企业及验收结果: 'Pilot enterprises and acceptance results',
  '每家试点企业一行，等级、评分、场景等级和投入均以入企评测验收认定的为准。':
    'One row for each pilot enterprise. Levels, scores, grades of scenarios and investment are those verified at the on-site acceptance.',
  推荐服务商资源池: 'Pool of recommended providers',
  '列入数字化转型推荐服务商资源池的服务商，每家一行。':
    'One row for each provider in the pool of recommended providers for digital transformation.',
  '一次列入一行；同一单位多次列入的，每次一行。':
    'One row for each listing; an organisation that was listed several times has a row for each.',
  安全事故台账: 'Safety accidents',
  '一起事故一行。近三年的重大事故影响资格。':
    'One row for each accident. Major ones of the last three years count for eligibility.',
  已奖补资金台账: 'Subsidies paid so far',
  '每笔已拨付的奖补一行。累计上限按“二级及以上”一类计算。':
    'One row for each subsidy paid. The cumulative cap counts the kind “level 2 or above”.',
  试点工作参与情况: 'Participation in the pilot',
  '每家企业一行：应参加与实际参加的活动，应报送与实际报送的材料。':
    'One row for each enterprise: activities held and attended, materials asked for and delivered.',
  评审专家库: 'Expert pool',
  '每位专家一行。同一单位的专家不进同一评审组；与申报主体有关系的不评该申报。':
    'One row for each expert. Experts of one employer are never in the same panel; nobody scores an application of an organisation they are related to.',
  工作人员: 'Staff',
  '办理审查、审议、拨付等任务的人员，每人一行。':
    'One row for each person who handles reviews, deliberations, payments and other tasks.',
  申报邀请名单: 'Invitations',
  '每项申报一行。同一服务商有多个方案或案例的，每个一行，用序号区分。':
    'One row for each application. A provider with several solutions or cases has a row for each, told apart by number.',
} as const satisfies Record<string, string>;
