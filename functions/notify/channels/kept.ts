import { BadInput } from '../../../shared/bad-input.ts';
import { describe, logger } from '../../../shared/runtime/handler.ts';
import type { SecretName, SecretValue } from '../../../shared/secrets/kinds.ts';
import { type Secret, SecretMalformed } from '../../../shared/secrets/secret.ts';
import { type Channel, NotSent } from './channel.ts';

interface Kept<N extends SecretName, M> {
  secret: Secret<N>;
  /** @throws Error when nothing can be made of the value, as of a host that is not on the list */
  make: (value: SecretValue<N>) => Channel<M>;
  /** Where the secret was never set. */
  missing: Channel<M>;
  /** What is thrown where it could not be had, or cannot be used. */
  trouble: (error: unknown) => unknown;
}

/** A channel whose address and secret are read when something is to be sent, so that what was rotated is used within minutes. */
function keptChannel<N extends SecretName, M>({ secret, make, missing, trouble }: Kept<N, M>): Channel<M> {
  let made: { value: SecretValue<N>; channel: Channel<M> } | undefined;
  const usable = (value: SecretValue<N>): Channel<M> => {
    try {
      return make(value);
    } catch {
      throw new SecretMalformed(secret.name);
    }
  };
  const current = async (): Promise<Channel<M>> => {
    try {
      const value = await secret.read();
      if (value === null) return missing;
      if (made?.value !== value) made = { value, channel: usable(value) };
      return made.channel;
    } catch (error) {
      logger.error('secret not usable', { secret: secret.name, ...describe(error) });
      throw trouble(error);
    }
  };
  return {
    send: async (message) => {
      const channel = await current();
      try {
        await channel.send(message);
      } catch (error) {
        if (error instanceof NotSent) secret.forget();
        throw error;
      }
    },
  };
}

/**
 * The letters themselves. One that cannot leave before somebody has set the secret is put aside with the reason, and goes by
 * `redrive`; where the service does not answer it comes again by itself.
 */
export const keptMail = <M>(secret: Secret<'mail'>, make: (value: SecretValue<'mail'>) => Channel<M>): Channel<M> =>
  keptChannel({
    ...{ secret, make },
    missing: { send: () => Promise.reject(new BadInput('mail.secret-missing', secret.name)) },
    trouble: (error) => (error instanceof SecretMalformed ? new BadInput('mail.secret-malformed', secret.name) : error),
  });

/** What goes beside a letter, or is not sent twice: one that does not get through is written down. */
export const keptBeside = <N extends 'robot' | 'sms', M>(
  secret: Secret<N>,
  make: (value: SecretValue<N>) => Channel<M>,
  missing: Channel<M>,
): Channel<M> => keptChannel({ ...{ secret, make, missing }, trouble: () => new NotSent(secret.name, 'no-secret') });
