import { describe, logger } from '../../shared/runtime/handler.ts';
import type { SecretName, SecretValue } from '../../shared/secrets/kinds.ts';
import type { SecretState, SecretsSeen } from '../../shared/secrets/look.ts';
import { type Secret, SecretMalformed } from '../../shared/secrets/secret.ts';
import type { Kept } from './deps.ts';

/** Reads each secret anew, with the function's own rights, and makes of it what it is for; nothing is sent. */
export async function lookAtSecrets({ mail, robot, sms }: Kept): Promise<SecretsSeen> {
  const [ofMail, ofRobot, ofSms] = await Promise.all([
    stateOf(mail.secret(), mail.make),
    stateOf(robot.secret(), robot.make),
    stateOf(sms.secret(), sms.make),
  ]);
  return { mail: ofMail, robot: ofRobot, sms: ofSms };
}

async function stateOf<N extends SecretName>(
  secret: Secret<N>,
  make: (value: SecretValue<N>) => unknown,
): Promise<SecretState> {
  let value: SecretValue<N> | null;
  try {
    value = await secret.read();
  } catch (error) {
    logger.warn('secret not usable', { secret: secret.name, ...describe(error) });
    return error instanceof SecretMalformed ? 'malformed' : 'not-readable';
  }
  if (value === null) return 'not-set';
  try {
    make(value);
    return 'usable';
  } catch {
    // Its words may repeat the address.
    return 'unusable';
  }
}
