import type { Readable } from 'node:stream';
import { SMTPServer } from 'smtp-server';
import type { Activity } from '../activity.ts';
import { LOOPBACK, portInUse } from '../http/server.ts';
import type { Operations } from '../operations.ts';
import { recordCall } from '../recorder.ts';
import type { Weather } from '../weather/weather.ts';
import type { Mailbox } from './mailbox.ts';

export interface MailServer {
  port: number;
  stop(): Promise<void>;
}

export interface MailServerOptions {
  /** 0 for any free one. */
  port: number;
  mailbox: Mailbox;
  activity: Activity;
  operations: Operations;
  weather: Weather | undefined;
  /** Domain time, UTC ms. */
  now: () => number;
}

/** What a mail server says that wants to be asked again. */
const temporary = (responseCode: number): Error => Object.assign(new Error('Try again later'), { responseCode });

const refused = Object.assign(new Error('No such user here'), { responseCode: 550 });

/** Clients that keep their connection open are not waited for. */
const CLOSE_TIMEOUT_MS = 200;

/**
 * An SMTP server that takes every mail, but for domains that can exist nowhere, and sends none on.
 * @throws LocalCloudError PORT_IN_USE
 */
export async function startMailServer({
  port,
  mailbox,
  activity,
  operations,
  weather,
  now,
}: MailServerOptions): Promise<MailServer> {
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: CLOSE_TIMEOUT_MS,
    // A domain that exists nowhere (RFC 2606): how a refused letter looks can be seen here, too.
    onRcptTo: ({ address }, _session, accept) => accept(address.endsWith('.invalid') ? refused : null),
    onAuth: (_auth, _session, accept) => accept(null, { user: 'local' }),
    onData: (stream, session, answer) => {
      const end = activity.begin('mail');
      const recipients = session.envelope.rcptTo.map((recipient) => recipient.address);
      collect(stream)
        .then(async (raw) => {
          if (weather?.throws('mail.bounced', 'SMTP')) throw temporary(451);
          const answered = recordCall('mail', 'message', () =>
            JSON.stringify({ recipients, raw: raw.toString('utf8') }),
          );
          await mailbox.add(raw, recipients, now());
          answered?.(250);
        })
        .then(() => {
          operations.add('mail.messages');
          activity.progress();
          answer(weather?.throws('mail.answer-lost', 'SMTP') ? temporary(421) : null);
        })
        .catch(answer)
        .finally(end);
    },
  });
  await new Promise<void>((resolve, reject) => {
    const refuse = (error: Error & { code?: string }): void => {
      reject(error.code === 'EADDRINUSE' ? portInUse(port, 'mail (SMTP)', 'smtpPort') : error);
    };
    server.once('error', refuse);
    server.listen(port, LOOPBACK, () => {
      server.off('error', refuse);
      // A client that breaks off its connection is no trouble of ours.
      server.on('error', () => undefined);
      resolve();
    });
  });
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : port,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function collect(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
