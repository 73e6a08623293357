/** Signing out, links that were ended, and too much in too short a time. */
export const ACCESS = {
  '请使用最近一封邮件中的链接；没有更新的邮件的，请联系发出通知的单位重新发送链接。':
    'Please use the link in the latest mail; if there is no later one, ask the office that notified you to send a new link.',
  '本页只能通过邮件中的链接打开；打开后超过 12 小时没有操作的，或已经使用 7 天的，也要重新打开。':
    'This page opens only by the link in a mail. After 12 hours without use, or after 7 days, it has to be opened again.',
  已退出: 'Signed out',
  '您已在本设备或其他设备上退出，本页不再打开。':
    'You signed out on this device or on another one; this page does not open any more.',
  '需要继续办理的，请重新点击邮件中的链接；已经暂存的内容不会丢失。如果退出不是您本人操作的，请联系发出通知的单位。':
    'To go on, please open the link in the mail again; what was saved is not lost. If it was not you who signed out, contact the office that notified you.',
  退出: 'Sign out',
  '退出后，本设备不能再打开本页，直到重新点击邮件中的链接。在公用电脑上办理完毕后，请退出。':
    'After signing out this device does not open the page until the link in the mail is opened again. Please sign out when you are done on a shared computer.',
  在本设备上退出: 'Sign out on this device',
  退出所有设备: 'Sign out on all devices',
  '用同一个链接在其他电脑或手机上打开的页面，也一并退出。链接本身仍然有效。':
    'Pages that were opened by the same link on other computers or phones are signed out as well. The link itself still works.',
  '返回，不退出': 'Back, without signing out',
  '已在本设备上退出。': 'You are signed out on this device.',
  '已在所有设备上退出。': 'You are signed out on all devices.',
  '需要继续办理的，请重新点击邮件中的链接。': 'To go on, please open the link in the mail again.',
  链接与会话: 'Links and sessions',
  '链接泄露、设备遗失或人员变动时，在这里停用链接并结束已打开的会话。停用后不能恢复；需要继续办理的，请重新发送链接（催办，或由系统管理人员生成）。':
    'When a link has leaked, a device was lost, or somebody has left: end links and the sessions they opened. It cannot be undone; whoever has to go on needs a new link (a reminder, or one made by the operator).',
  停用某人的全部链接: 'End all links of a person',
  '人员编号、专家编号、申报编号或异议编号': 'Id of an officer, an expert, an application or an objection',
  '本批次没有这个编号的人员、申报或异议。': 'The round has no officer, expert, application or objection with this id.',
  '此前停用过 {n} 次。': 'Ended {n} times before.',
  '将停用“{who}”（{id}）在本批次的全部链接，并结束所有已打开的会话。':
    'All links of “{who}” ({id}) in this round end, with every session they opened.',
  停用全部链接: 'End all links',
  停用一个链接: 'End one link',
  '链接（完整地址）': 'Link (the whole address)',
  '粘贴泄露的链接；只停用这一个，同一人的其他链接不受影响。':
    'Paste the link that has leaked; only this one ends, other links of the same person still open.',
  停用这个链接: 'End this link',
  '没有找到这个链接，或不属于本批次。': 'There is no such link, or it is not of this round.',
  '说明停用的原因，会记录在案。': 'Say why; it is put on record.',
  停用链接和退出: 'Ended links and sign-outs',
  '已停用，已打开的会话同时结束。': 'Ended, with the sessions that were open.',
  '此前已经停用，没有改动。': 'It had been ended before; nothing was changed.',
  停用全部: 'All links ended',
  停用单个链接: 'One link ended',
  本人退出所有设备: 'Signed out everywhere, by the person itself',
  异议人: 'Objector',
  '整份申报书的文字超过 1.5 MB，没有保存。':
    'The texts of the whole application are more than 1.5 MB; nothing was saved.',
  '请返回上一页，缩短文字后再提交；详细材料请放在附件中。':
    'Please go back and shorten them; put details into the attachments.',
  操作过于频繁: 'Too many requests',
  '这个链接在短时间内的操作过多，这一次没有办理。':
    'This link was used too often within a short time; this request was not carried out.',
  '请等待 {n} 秒。': 'Please wait {n} seconds.',
  '填写的内容都保留在本页，稍候点击“重新提交”即可。':
    'What you filled in is kept on this page; wait a moment and press “Send again”.',
  '请返回上一页，稍候再试；已填写的内容仍在上一页。':
    'Please go back and try again in a moment; what you filled in is still there.',
  重新提交: 'Send again',
} as const satisfies Record<string, string>;
