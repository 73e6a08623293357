/** The page that asks for a code, and the console's log of codes and of letters that came back. */
export const CODE = {
  请输入验证码: 'Enter your code',
  '为确认是您本人，打开链接还需要短信验证码，发送到台账中登记的手机号码。':
    'To make sure that it is you, this link opens with a code that is sent by text message to the mobile number in the register.',
  '验证码没有发出：台账中没有可用的手机号码，或短信服务拒绝。请联系发出通知的单位。':
    'The code was not sent: the register has no mobile number that works, or the message was refused. Please contact the office that notified you.',
  发送验证码: 'Send the code',
  重新发送验证码: 'Send another code',
  '短信验证码（六位数字）': 'Code from the text message (six digits)',
  '验证码已发送，{minutes} 分钟内有效，最多可试 {tries} 次。没有收到的，可重新发送，以最近一条为准。':
    'The code was sent. It is valid for {minutes} minutes and may be tried {tries} times. If it does not arrive, send another; the latest one counts.',
  确认并打开: 'Confirm and open',
  '请输入短信中的六位数字。': 'Enter the six digits of the text message.',
  '验证码不正确，请核对最近一条短信。': 'This is not the code. Please check the latest text message.',
  '验证码已过期，请重新发送。': 'The code has expired. Please send another.',
  '验证码已失效，请重新发送。': 'The code is not valid any more. Please send another.',
  '输错次数过多，这个验证码已失效，请重新发送。':
    'Too many wrong tries: the code is not valid any more. Please send another.',
  '一小时内的次数已用完，请稍后再试，或联系发出通知的单位。':
    'No more tries within this hour. Please try later, or contact the office that notified you.',
  未能送达的通知: 'Letters that were not delivered',
  短信验证码: 'Codes by text message',
  邮件: 'Mail',
  工作群: 'Group robot',
  短信: 'Text message',
  申报邀请: 'Invitation',
  上传回执: 'Receipt of an upload',
  多项任务: 'Several tasks',
  收件人: 'To whom',
  方式: 'Channel',
  通知: 'Letter',
  对方的答复: 'Answer of the other side',
  要求发送: 'Asked for',
  已发送: 'Sent',
  未能发出: 'Not sent',
  输入有误: 'Wrong',
  超过次数限制: 'Over the limit',
  验证通过: 'Right',
} as const satisfies Record<string, string>;
