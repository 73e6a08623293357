/** Short, in both languages. */
export const HELP = `用法 Usage: npm run awards -- <命令 command>

  round open      启动批次，发布申报通知，发出申报邀请 / open a round
                  --policy FILE --registers DIR|current --round ID --secret-file FILE
  round extend    延长受理或区市审查期限（北京时间）/ move the end of a stage
                  --round ID --stage intake|district --until 2025-12-05T17:00 --by WHO --reason WHY
  round status    批次进展 / where a round stands
                  --round ID
  round close     对账，并列出尚未办结的事项 / the reconciliation, and what is still open
                  --round ID
  panels          试算专家组抽取：能否抽取、件数、对口、缺口；不写入 / a draw by a trial seed, written nowhere
                  --round ID
  conflict        记录专家须回避某件申报；已提交的评分表保留或剔除 / record a conflict of an expert with an application
                  --round ID --application ID --expert ID --by WHO --reason WHY [--sheet keep|strike]
  notice correct  更正公示：先列出会改什么，加 --seen 后发布；理由公开 / a corrected version of the public notice
                  --round ID --by WHO --reason WHY [--application ID --name NAME --title TITLE] [--seen CODE]
  settlement      名单、方案、指令、接收与结算的对账 / the money, station by station
                  --round ID
  disbursement hold|release|cancel|revoke  暂缓、恢复、撤销一笔拨付，或提出撤销奖补并追回
                  / what is said about a payment after it was instructed
                  --round ID --disbursement ID --by STAFF --reason WHY [cancel: --next correct|end]
  replay          把某段时间的拨付事件再次发往财政；同一要求只重发一次 / send the events of a time range to finance again
                  --round ID --from 2025-12-01T00:00 --to 2025-12-02T00:00 --by WHO --reason WHY
  reconcile       巡检：找出丢失或停滞的事项并恢复 / find what was lost or stands still, and mend it
                  [--by WHO]
  migrate         补全早前版本写入的记录；可重复运行 / complete what an older version has written; as often as you like
                  --round ID [--dry-run]
  mendings        巡检的恢复记录 / what was mended in a round
                  --round ID
  mail bounce FILE  登记一封退信（.eml）/ record a bounce, as the mail server sent it back
  mail undelivered  未能送达的通知 / who could not be reached
                  --round ID
  export          导出批次的全部记录；.ndjson 或申报超过 5000 件时逐行导出 / all records of a round, as one document or in lines
                  --round ID --out FILE.json|FILE.ndjson
                  另行导出人员对照（专家、工作人员、申报联系人、异议人），仅供审计，记入批次 / the persons, for auditors, on record
                  --round ID --audit --reason WHY [--by WHO] --out FILE
  verify FILE     由导出文件重算全部数据，逐项与记录核对 / recompute every figure from an export and compare it with the recorded one
  summary FILE    导出文件的分类汇总 / an export in figures
  certificate FILE  某一类别的排名证书，由导出文件重新得出 / the certificate of a ranking, made anew from an export
                  --category C [--text]
  decisions write 写出各件申报的决定记录（前后衔接的校验值链）/ the chained decisions about every application
                  --round ID --out FILE
  decisions check FILE  逐条核对决定记录：链是否完整，与导出文件是否一致 / whether the chains are whole and agree with an export
                  --export FILE
  verifier        写出存证凭证核验页：一个可离线使用的网页文件 / the page that checks proofs of entry, as one file
                  --out FILE.html [--lang zh|en]
  what-if FILE    按方案草案重算导出文件：哪些入围、金额、区市会变化；不改变批次
                  / what a draft of the policy would change; touches no round
                  --policy DRAFT.json [--html FILE.html]
  findings        申报材料包的问题，按代码统计 / what hinders applicants, counted by code
                  --round ID | FILE
  doctor          检查整个系统：配置、密钥、告警、死信、时钟、当前身份的权限，逐项写明怎么办 / the whole place, and what to do
  doctor --round ID | FILE  九项不变量逐项检查：运行中的批次，或导出文件 / what must always hold, check by check
  package init    备好一个申报文件夹：申报书.xlsx、application.json、JSON Schema / a folder to apply from
                  --category C --round ID --uscc CODE --application-no N --out DIR [--name NAME] [--policy FILE]
  package schema  application.json 的 JSON Schema
                  --category C
  package form    某一类别的空白申报书 / the blank form of a category
                  --category C --out FILE.xlsx [--policy FILE]
  package check   检查材料包或申报文件夹，与受理时完全相同 / the very check of the intake, offline
                  FILE.zip|DIR [--slot FILE | --round ID --category C --uscc CODE --application-no N] [--policy FILE] [--json]
  package build   计算校验值，打成 zip，并检查 / hash, zip and check a folder
                  DIR --out FILE.zip [--slot FILE …] [--policy FILE] [--json]
  package submit  用邮件中的链接上传，等待结果 / upload through the link of the mail, wait for the verdict
                  FILE.zip --link URL（或环境变量 AWARDS_LINK）| --list FILE.csv（每行：文件,链接） [--wait SECONDS] [--json]
  redrive         列出未能处理的消息及原因，并送回重新处理 / put dead letters back; --dry-run only lists them
                  [--queue NAME] [--dry-run]
  backup          备份全部记录和证据文件清单；--objects 连同文件内容。含个人信息，请加密存放
                  / all records, and the list of the evidence; with --objects its contents too
                  --out DIR [--objects]
  restore DIR     把备份写入空的系统；中断后可重复执行，不覆盖已有记录 / puts a backup into an empty stage, nothing is overwritten
                  [--into-used]
  policy check FILE     检查方案 / check a policy
  registers check DIR   检查台账（<台账>.json、.xlsx 或 .csv）/ check registers
                        [--policy FILE]
  registers template    写出空白 Excel 台账 / blank workbooks to fill in
                        KIND|all --out DIR [--policy FILE]
  registers import      导入台账：先预演，--apply 后成为现行版本 / compare with the current rows, then import
                        KIND FILE [--dry-run|--apply --by WHO --reason WHY] [--skip-refused] [--policy FILE]
                        [--id-key-file FILE]：导入时把证件号码换算为加密值，原号码不保存 / hashes ids, keeps none
  registers hash        把台账中的证件号码加密，写出可导入的文件 / a register with its ids hashed, to be imported
                        KIND FILE --id-key-file FILE --out FILE.xlsx|csv [--policy FILE]
  registers list        各台账的现行版本 / current versions
  registers history     一个台账的全部版本 / every import of a register
                        KIND
  registers export      写出台账 / a register as Excel or CSV
                        KIND --out FILE.xlsx|csv [--version NO|HASH] [--policy FILE]
  registers link        生成台账页面的链接，只显示一次 / a link to the registers' page, shown once
                        --staff ID [--round ID] [--days 7]
  console link          生成评选管理台的链接，只显示一次 / a link to the bureau's console of a round, shown once
                        --staff ID --round ID [--days 7]
  work link             生成某人全部待办的链接，只显示一次 / a link to all tasks of an officer or an expert, shown once
                        --person ID --round ID [--days 30]
  sessions end    停用某人的全部链接（或文件中的一个链接），结束已打开的会话；记入批次 / ends links and sessions, on record
                  --round ID --person ID | --link-file FILE --reason WHY [--by WHO]
  secrets set     设置密钥：邮件服务器、群机器人、短信网关；内容取自文件或标准输入 / sets what must not be seen
                  mail|robot|sms [--from-file FILE.json]
                  mail {"url":"smtps://user:password@host:465"} · robot {"url":"…","secret":"…"} · sms {"url":"…","secret":"…"}
  secrets list    密钥的设置时间和版本，不显示内容 / names, ages and versions, never values

系统位置 Where: --outputs FILE（默认 .local/endpoints.json；也可用 cdk deploy --outputs-file 的文件），
或环境变量 AWARDS_OUTPUTS，或 AWARDS_TABLE、AWARDS_EVIDENCE_BUCKET、AWARDS_CALL_FUNCTION（巡检另需 AWARDS_RECONCILER_FUNCTION）。
退出码 Exit: 0 成功 ok · 1 有差错或差异 faults · 2 用法或环境问题 usage
`;
