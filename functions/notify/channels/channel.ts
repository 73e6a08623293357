/** A way to reach people. A message that is sent twice says the same. */
export interface Channel<Message> {
  /** @throws Refused when it will never be taken; any other error when it may be tried again */
  send(message: Message): Promise<void>;
}

export type ChannelName = 'mail' | 'robot' | 'sms';

/** The other side will not take this message, however often it is asked. Its own words are left out: they repeat the address. */
export class Refused extends Error {
  override name = 'Refused';
  readonly channel: ChannelName;
  /** Of the other side: an SMTP reply, an HTTP status, a vendor's number. */
  readonly code: string;
  constructor(channel: ChannelName, code: string) {
    super(`${channel}.refused ${code}`);
    this.channel = channel;
    this.code = code.replaceAll(/[^\w.-]/g, '').slice(0, 40);
  }
}

/** The other side did not take it now. */
export class NotSent extends Error {
  override name = 'NotSent';
  readonly channel: ChannelName;
  constructor(channel: ChannelName, code: string) {
    super(`${channel}.not-sent ${code}`);
    this.channel = channel;
  }
}
