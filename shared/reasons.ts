interface Reason {
  zh: string;
  en: string;
}

/** Why input is refused for good, in the words of a person who has to do something about it. Every code there is stands here. */
export const REASONS = {
  'input.malformed': {
    zh: '调用的内容不符合约定：缺少字段，或字段的类型、取值不对。',
    en: 'The input does not have the agreed shape: a field is missing, or of another type or value.',
  },
  'event.malformed': {
    zh: '收到的不是该函数所处理的那类事件。',
    en: 'This is not the kind of event that the function handles.',
  },
  'message.not-json': { zh: '消息内容不是 JSON。', en: 'The message is not JSON.' },
  'message.malformed': {
    zh: '消息内容不符合约定：缺少字段，或字段的类型、取值、版本不对。',
    en: 'The message does not have the agreed shape: a field is missing, or of another type, value or version.',
  },
  'record.malformed': {
    zh: '数据表中的这条记录不符合约定，无法据此发出消息或办理。',
    en: 'The record in the table does not have the agreed shape; nothing can be sent or settled by it.',
  },
  'record.unknown': {
    zh: '所指的记录（批次、申报或名单等）不存在。',
    en: 'The record that is named (a round, an application, a list) does not exist.',
  },
  'wait.token-invalid': {
    zh: '等待记录中的回调令牌不是流程引擎发出的。',
    en: 'The callback token of the wait was not issued by the workflow engine.',
  },
  'intake.key-unknown': {
    zh: '上传文件的路径不是任何上传凭证的路径，无法认定属于谁。',
    en: 'The object’s key is not that of an upload slot; nobody can say whose it is.',
  },
  'intake.slot-unknown': {
    zh: '没有发出过这个上传凭证。',
    en: 'No such upload slot was issued.',
  },
  'intake.object-changed': {
    zh: '文件在处理前已被同名的新文件替换；新文件另有通知，会另行处理。',
    en: 'The object was replaced by another one before it was read; that one has an event of its own.',
  },
  'mail.task-unknown': { zh: '要通知的任务不存在。', en: 'The task that the mail is about does not exist.' },
  'mail.objection-unknown': { zh: '要通知的异议不存在。', en: 'The objection that the mail is about does not exist.' },
  'mail.slot-unknown': { zh: '要通知的上传凭证不存在。', en: 'The upload slot that the mail is about does not exist.' },
  'mail.upload-unknown': { zh: '要通知的上传记录不存在。', en: 'The upload that the mail is about does not exist.' },
  'mail.result-unknown': {
    zh: '没有发出过这份评选结果通知。',
    en: 'No such letter about a result was released.',
  },
  'mail.release-unknown': {
    zh: '没有这次结果通知的发送决定。',
    en: 'There is no such order to send letters about results.',
  },
  'mail.challenge-unknown': {
    zh: '要求验证码的页面已不存在，它只保留一小时。',
    en: 'The page that asked for a code is not there any more; it is kept for an hour.',
  },
  'mail.recipient-unknown': {
    zh: '台账中没有收件人，无法发出通知。',
    en: 'The register does not have the recipient; the mail cannot be sent.',
  },
  'mail.secret-missing': {
    zh: '没有设置邮件服务器（密钥 mail），邮件无法发出。设置后用 redrive 送回即可发出。',
    en: 'The mail server (secret mail) was never set; no mail can leave. Set it, then put the letter back by redrive.',
  },
  'mail.secret-malformed': {
    zh: '邮件服务器的设置（密钥 mail）不符合约定，邮件无法发出。重新设置后用 redrive 送回即可发出。',
    en: 'What is set as mail server (secret mail) does not have the agreed shape. Set it anew, then put the letter back by redrive.',
  },
  'policy.changed': {
    zh: '批次固定的方案与保存的方案不一致：启动后方案不得更改，已停止计算。请恢复原方案文件。',
    en: 'The policy that is kept is not the one that the round pinned: it must not change once the round is open. Nothing is computed; put the original file back.',
  },
  'starter.no-panel': {
    zh: '该申报还没有评审专家组，不能开始评审。',
    en: 'The application has no panel; its scoring cannot start.',
  },
  'settlement.unknown': {
    zh: '财政回执所指的拨付不存在。',
    en: 'The disbursement that finance answers does not exist.',
  },
  'settlement.amount': {
    zh: '财政回执的金额与拨付金额不一致。',
    en: 'The answer of finance is over another amount than the disbursement.',
  },
  'settlement.contradicts': {
    zh: '财政回执与此前的回执相矛盾。',
    en: 'The answer of finance contradicts an earlier one.',
  },
  'settlement.not-asked': {
    zh: '财政回执称已撤销，但没有人要求撤销这笔拨付。',
    en: 'Finance says it was cancelled, and nobody asked to cancel the disbursement.',
  },
  'recovery.unknown': {
    zh: '财政回执所指的追回不存在，或尚未确认。',
    en: 'The recovery that finance answers does not exist, or was not confirmed.',
  },
  'recovery.contradicts': {
    zh: '同一笔追回此前报告过不同的金额。',
    en: 'The same part of the recovery was told of before with another amount.',
  },
  'recovery.too-much': {
    zh: '追回的金额合计超过应追回的金额。',
    en: 'The parts that came back would be more than what is asked back.',
  },
  'finance.message-malformed': {
    zh: '消息不是拨付指令。',
    en: 'The message is no payment instruction.',
  },
  'finance.instruction-contradicts': {
    zh: '同一笔拨付此前已有内容不同的指令。',
    en: 'The same disbursement was instructed before with other particulars.',
  },
  'payee.unreadable': {
    zh: '收款账户的密文与所属记录不符，无法解开：密文被移到别的记录，或被更改。请让获奖单位重新提交账户。',
    en: 'The sealed account does not belong to its record and cannot be opened: it was moved, or changed. Ask the winner for the account again.',
  },
  'task.application-unknown': { zh: '任务所指的申报不存在。', en: 'The application of the task does not exist.' },
} as const satisfies Record<string, Reason>;

/** Why a letter is dead that brought no reason: somebody tried, and says why in a log. `who` names a function of ours. */
export const UNSAID = {
  'message.exhausted': (tries: number, who?: string): Reason => ({
    zh: `处理了 ${tries} 次都没有成功；${who === undefined ? '读取该队列的系统' : `函数 ${who} `}的日志写明了错误。`,
    en: `Processed ${tries} times without success; the log of ${who === undefined ? 'the system that reads the queue' : `function ${who}`} names the error.`,
  }),
  'record.exhausted': (tries: number, who: string): Reason => ({
    zh: `数据表的变更处理了 ${tries} 次都没有成功；函数 ${who} 的日志写明了错误。`,
    en: `Changes of the table were processed ${tries} times without success; the log of function ${who} names the error.`,
  }),
  'invocation.failed': (tries: number, who: string): Reason => ({
    zh: `函数 ${who} 执行了 ${tries} 次都失败；它的日志写明了错误。`,
    en: `Function ${who} failed ${tries} times; its log names the error.`,
  }),
  'event.undelivered': (): Reason => ({
    zh: '事件送不到它的目标（目标不存在、无权限或内容过长）。',
    en: 'The event could not be delivered to its target (gone, forbidden, or the event is too long).',
  }),
  'letter.unreadable': (): Reason => ({
    zh: '这不是本系统放入的内容，无法说明原因，也不会送回。',
    en: 'This was not put here by the system: nobody can say why, and it is not put back.',
  }),
} as const;

export type ReasonCode = keyof typeof REASONS;
