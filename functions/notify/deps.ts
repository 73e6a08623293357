import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type * as z from 'zod';
import { type Deps, makeDeps } from '../../shared/deps.ts';
import type { SecretValue } from '../../shared/secrets/kinds.ts';
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

type NotifyEnv = Omit<z.infer<typeof Env>, 'DEAD_LETTER_URL'>;

/** Each channel's secret, to be read from the beginning, and what is made of its value. @throws Error by `make`: see keptChannel */
export function keptOf(env: NotifyEnv, secrets = new SecretsManagerClient({})) {
  const hosts = env.CHANNEL_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  return {
    mail: {
      secret: () => new Secret('mail', env.MAIL_SECRET_ARN, secrets),
      make: ({ url }: SecretValue<'mail'>) => mailChannel(url),
    },
    robot: {
      secret: () => new Secret('robot', env.ROBOT_SECRET_ARN, secrets),
      make: ({ url, secret }: SecretValue<'robot'>) => robotChannel(url, secret, { hosts }),
    },
    sms: {
      secret: () => new Secret('sms', env.SMS_SECRET_ARN, secrets),
      make: ({ url, secret }: SecretValue<'sms'>) => smsChannel(url, secret, { hosts }),
    },
  };
}
export type Kept = ReturnType<typeof keptOf>;

export function makeNotifyDeps(env: NotifyEnv, { mail, robot, sms } = keptOf(env)): NotifyDeps {
  return {
    ...makeDeps(env),
    from: env.MAIL_FROM,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
    mail: keptMail(mail.secret(), mail.make),
    robot: keptBeside(robot.secret(), robot.make, noRobot),
    sms: keptBeside(sms.secret(), sms.make, noSms),
  };
}
