import { type Channel, NotSent, Refused } from './channel.ts';

export interface Letter {
  from: string;
  to: { name: string; address: string };
  messageId: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
}

const SECONDS = 1000;

/** Connections are kept between invocations; one that died meanwhile fails its letter, which the queue sends again. */
export function mailChannel(url: string): Channel<Letter> {
  // A third of what the function is: loaded with the first letter, as messages to telephones and groups need none of it.
  const open = async () =>
    (await import('nodemailer')).createTransport({
      url,
      pool: true,
      maxConnections: 5,
      maxMessages: 500,
      connectionTimeout: 5 * SECONDS,
      greetingTimeout: 5 * SECONDS,
      socketTimeout: 15 * SECONDS,
    });
  let transport: ReturnType<typeof open> | undefined;
  return {
    send: async (letter) => {
      try {
        transport ??= open();
        await (await transport).sendMail(letter);
      } catch (error) {
        throw mailError(error);
      }
    },
  };
}

/**
 * A 5xx to the recipient or to the letter is about them, and final. One to the sender or to the password is about the whole
 * installation: mended, the same letter goes.
 */
export function mailError(error: unknown): Refused | NotSent {
  const { code, responseCode, command } = (error ?? {}) as Record<string, unknown>;
  const status = typeof responseCode === 'number' ? responseCode : 0;
  const aboutLetter = (code === 'EENVELOPE' && command === 'RCPT TO') || code === 'EMESSAGE';
  if (aboutLetter && status >= 500 && status < 600) return new Refused('mail', String(status));
  return new NotSent('mail', `${String(code ?? 'unknown')} ${status === 0 ? '' : status}`.trim());
}
