import { createTransport } from 'nodemailer';
import type * as z from 'zod';
import { type Deps, makeDeps } from '../../shared/deps.ts';
import type { Env } from './env.ts';

export interface Letter {
  from: string;
  to: { name: string; address: string };
  messageId: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

export interface NotifyDeps extends Deps {
  from: string;
  /** Without a slash at its end. */
  publicUrl: string;
  send: (letter: Letter) => Promise<void>;
}

const SECONDS = 1000;

/** The server did not take the letter. Its own words are left out: they repeat the address. */
class MailNotSent extends Error {
  override name = 'MailNotSent';
  constructor(error: unknown) {
    const { code, responseCode } = (error ?? {}) as { code?: unknown; responseCode?: unknown };
    super(`mail.not-sent ${String(code ?? 'unknown')} ${String(responseCode ?? '')}`.trim());
  }
}

/** Connections are kept between invocations; one that died meanwhile fails its letter, which the queue sends again. */
export function makeNotifyDeps(env: Omit<z.infer<typeof Env>, 'DEAD_LETTER_URL'>): NotifyDeps {
  const transport = createTransport({
    url: env.SMTP_URL,
    pool: true,
    maxConnections: 5,
    maxMessages: 500,
    connectionTimeout: 5 * SECONDS,
    greetingTimeout: 5 * SECONDS,
    socketTimeout: 15 * SECONDS,
  });
  return {
    ...makeDeps(env),
    from: env.MAIL_FROM,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
    send: async (letter) => {
      try {
        await transport.sendMail(letter);
      } catch (error) {
        throw new MailNotSent(error);
      }
    },
  };
}
