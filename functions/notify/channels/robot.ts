import { createHmac } from 'node:crypto';
import * as z from 'zod';
import { type Channel, NotSent, Refused } from './channel.ts';
import { allowed, type Outside, postJson } from './post.ts';

/** A message to a group: many read it, so it has no link and names nobody. */
export interface RobotMessage {
  title: string;
  /** Markdown. */
  text: string;
}

/** The group robots that are known: DingTalk and WeCom (企业微信), whose messages have nearly one shape. */
export const ROBOT_HOSTS = ['oapi.dingtalk.com', 'qyapi.weixin.qq.com'];

const Answer = z.looseObject({ errcode: z.int() });
/** Busy, or too many in a minute: DingTalk's −1, 130101 and 410100, WeCom's −1 and 45009. */
const LATER = new Set([-1, 130_101, 410_100, 45_009]);

/** DingTalk's signature of a request at `timestamp` (ms): HMAC-SHA256 over time and secret, keyed with the secret, in Base64. */
export const robotSignature = (secret: string, timestamp: number): string =>
  createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64');

/**
 * A group's robot behind a webhook.
 * @param address with its access token (`…/robot/send?access_token=` or `…/webhook/send?key=`)
 * @param secret of DingTalk's signature (加签); empty where the robot has none, as WeCom's
 */
export function robotChannel(address: string, secret: string, outside: Outside): Channel<RobotMessage> {
  const base = allowed(address, { hosts: [...ROBOT_HOSTS, ...outside.hosts] });
  const weCom = base.hostname === 'qyapi.weixin.qq.com';
  const signed = (): URL => {
    const url = new URL(base);
    if (secret === '') return url;
    // By the real clock: it is the other side that checks it.
    const timestamp = Date.now();
    url.searchParams.set('timestamp', String(timestamp));
    url.searchParams.set('sign', robotSignature(secret, timestamp));
    return url;
  };
  return {
    send: async ({ title, text }) => {
      const markdown = weCom ? { content: text } : { title, text };
      const body = JSON.stringify({ msgtype: 'markdown', markdown });
      const answer = Answer.safeParse(await postJson('robot', signed, body, () => ({}), outside));
      if (!answer.success) throw new NotSent('robot', 'answer-unknown');
      const { errcode } = answer.data;
      if (errcode === 0) return;
      throw LATER.has(errcode) ? new NotSent('robot', String(errcode)) : new Refused('robot', String(errcode));
    },
  };
}

/** Where the bureau has none: the mails are all there is. */
export const noRobot: Channel<RobotMessage> = { send: () => Promise.resolve() };

/** Text within markdown: what is markup there is not taken for it. */
export const markdownText = (text: string): string =>
  text.replaceAll(/\p{Cc}+/gu, ' ').replaceAll(/[\\`*_{}[\]()#+!<>|~-]/g, '\\$&');
