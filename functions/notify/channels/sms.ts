import { createHmac } from 'node:crypto';
import { type Channel, NotSent } from './channel.ts';
import { allowed, type Outside, postJson } from './post.ts';

/**
 * A text message by a template that the vendor has approved: China's vendors send no free text.
 * - `code`: `{code}` is your code, valid for `{minutes}` minutes.
 * - `task`: `{count}` tasks wait for you, the first until `{deadline}`; see your mail.
 */
export interface SmsMessage {
  /** The same when it is sent again: the gateway may drop the second. */
  id: string;
  mobile: string;
  template: 'code' | 'task';
  /** In the template's order. */
  params: Record<string, string>;
}

/** HMAC-SHA256 of `<timestamp ms>.<body>`, in hex. */
export const smsSignature = (secret: string, timestamp: number, body: string): string =>
  createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');

/**
 * A gateway over HTTP that has the vendor's account, signature and template numbers, and puts our message into the vendor's
 * shape (`functions/notify/README.md` has Aliyun's and Tencent's). It answers 2xx when it took the message.
 */
export function smsChannel(address: string, secret: string, outside: Outside): Channel<SmsMessage> {
  const url = allowed(address, outside);
  return {
    send: async (message) => {
      const body = JSON.stringify(message);
      const headers = () => {
        const timestamp = Date.now();
        return { 'X-Awards-Timestamp': String(timestamp), 'X-Awards-Signature': smsSignature(secret, timestamp, body) };
      };
      await postJson('sms', () => url, body, headers, outside);
    },
  };
}

/** Where none is set up: whoever waits for a code must not be let in without one. */
export const noSms: Channel<SmsMessage> = {
  send: () => Promise.reject(new NotSent('sms', 'no-gateway')),
};
