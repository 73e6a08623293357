import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Activity } from '../activity.ts';
import { createLocalServer, LOOPBACK, listen, readBody, send } from '../http/server.ts';
import { closeServer } from '../services.ts';
import type { Mailbox } from './mailbox.ts';

/** What a group's robot and the gateway for text messages are sent. */
const Robot = z.object({ markdown: z.object({ title: z.string(), text: z.string() }) });
const Sms = z.object({ mobile: z.string(), template: z.string(), params: z.record(z.string(), z.string()) });
const LIMIT = 64 * 1024;

type Message = Pick<Parameters<Mailbox['addMessage']>[0], 'channel' | 'to' | 'subject' | 'text'>;

/** @returns null for what is neither */
function messageOf(path: string, body: unknown): Message | null {
  const robot = path === '/robot' ? Robot.safeParse(body) : undefined;
  if (robot?.success === true) {
    const { title, text } = robot.data.markdown;
    return { channel: 'robot', to: ['工作群'], subject: title, text };
  }
  const sms = path === '/sms' ? Sms.safeParse(body) : undefined;
  if (sms?.success !== true) return null;
  const { mobile, template, params } = sms.data;
  const text = Object.entries(params).map(([name, value]) => `${name}：${value}`);
  return { channel: 'sms', to: [mobile], subject: `短信（${template}）`, text: text.join('\n') };
}

export interface MessageCatcher {
  activity: Activity;
  mailbox: Mailbox;
  now: () => number;
}

/**
 * Takes what goes to a group's robot and to the gateway for text messages, and sends nothing on: it lies with the caught mails.
 * @param port 0 for any free one
 */
export async function startMessages({ activity, mailbox, now }: MessageCatcher, port: number) {
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://messages');
    const body: unknown = JSON.parse((await readBody(request, LIMIT)).toString('utf8'));
    const message = messageOf(pathname, body);
    if (message === null) return send(response, 400, 'application/json', '{"errcode":400}');
    mailbox.addMessage({ ...message, receivedAt: now() });
    activity.progress();
    send(response, 200, 'application/json', '{"errcode":0,"errmsg":"ok"}');
  };
  const server = createLocalServer((request, response) => {
    const end = activity.begin('messages');
    take(request, response)
      .catch(() => send(response, 400, 'application/json', '{"errcode":400}'))
      .finally(end);
  });
  const taken = await listen(server, port, 'group robot and text messages', 'ports.messages');
  const stop = () => {
    const closed = closeServer(server);
    server.closeAllConnections();
    return closed;
  };
  return { url: `http://${LOOPBACK}:${taken}`, stop };
}
