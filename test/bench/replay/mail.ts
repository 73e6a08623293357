import { createTransport } from 'nodemailer';
import type { CallOf } from '../recording.ts';
import type { Performer } from './performer.ts';

const ACCEPTED = 250;

/** Sends the letters as they were, over kept connections as the application does. */
export function mailPlayer(url: string) {
  const transport = createTransport({ url, pool: true, maxConnections: 5, maxMessages: 500 });
  return {
    prepare: ({ input: { recipients, raw } }: CallOf<'mail'>): Performer => {
      const mail = { envelope: { from: 'awards@example.test', to: recipients }, raw };
      return async () => {
        const { accepted } = await transport.sendMail(mail);
        return accepted.length === recipients.length ? ACCEPTED : 0;
      };
    },
    stop: () => transport.close(),
  };
}
