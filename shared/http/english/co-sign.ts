/** 联签: a second officer under a district's opinion. */
export const CO_SIGN = {
  '审查意见正在等待联签：请同意或退回。': 'The opinion waits for a second signature: sign it or give it back.',
  '联签须由提出审查意见以外的工作人员办理。': 'Somebody else than who wrote the opinion has to sign it.',
  '现在没有等待联签的审查意见。': 'No opinion waits for a second signature now.',
  提交联签: 'Sent for a second signature',
  联签退回: 'Given back by the second officer',
  '同意，联签': 'Agree and sign',
  退回重新提出意见: 'Give back for another opinion',
  等待联签: 'Waiting for a second signature',
  '{name}于{time}提出以下审查意见，请核对后联签；不同意的，写明理由退回。':
    '{name} wrote this opinion on {time}. Check it and sign; if you disagree, give it back with a reason.',
  '{name}于{time}退回了上一次的审查意见：': '{name} gave the last opinion back on {time}:',
  联签意见: 'Second signature',
  '联签的，写明核对情况；退回的，写明哪里需要重新核对。会记录在案，提出意见的人员可以看到。':
    'When signing, say what you checked; when giving back, what has to be checked anew. It is kept on record and shown to whoever wrote the opinion.',
  提交联签意见: 'Submit',
  审查意见已提交: 'Opinion submitted',
  '您的审查意见已提交，正在等待另一位工作人员联签。':
    'Your opinion was submitted and waits for another officer’s signature.',
  '联签人退回的，您会收到邮件，可以重新提出意见。': 'If it is given back you get a mail and can write another one.',
} as const;
