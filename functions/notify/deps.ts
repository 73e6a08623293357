import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod';
import { type Deps, makeDeps } from '../../shared/deps.ts';
import { Secret } from '../../shared/secrets/secret.ts';
import type { Channel } from './channels/channel.ts';
import { keptBeside, keptMail } from './channels/kept.ts';
import { type Letter, mailChannel } from './channels/mail.ts';
import { noRobot, type RobotMessage, robotChannel } from './channels/robot.ts';
import { noSms, type SmsMessage, smsChannel } from './channels/sms.ts';
import type { Env } from './env.ts';

export interface NotifyDeps extends Deps {
  from: string;
  /** Without a slash at its end. */
  publicUrl: string;
  mail: Channel<Letter>;
  /** The bureau's group. */
  robot: Channel<RobotMessage>;
  sms: Channel<SmsMessage>;
}

export function makeNotifyDeps(
  env: Omit<z.infer<typeof Env>, 'DEAD_LETTER_URL'>,
  secrets = new SecretsManagerClient({}),
): NotifyDeps {
  const hosts = env.CHANNEL_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  return {
    ...makeDeps(env),
    from: env.MAIL_FROM,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
    mail: keptMail(new Secret('mail', env.MAIL_SECRET_ARN, secrets), ({ url }) => mailChannel(url)),
    robot: keptBeside(
      new Secret('robot', env.ROBOT_SECRET_ARN, secrets),
      ({ url, secret }) => robotChannel(url, secret, { hosts }),
      noRobot,
    ),
    sms: keptBeside(
      new Secret('sms', env.SMS_SECRET_ARN, secrets),
      ({ url, secret }) => smsChannel(url, secret, { hosts }),
      noSms,
    ),
  };
}
