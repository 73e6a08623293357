import type * as z from 'zod';
import { type Deps, makeDeps } from '../../shared/deps.ts';
import type { Channel } from './channels/channel.ts';
import { type Letter, mailChannel } from './channels/mail.ts';
import { type RobotMessage, robotChannel } from './channels/robot.ts';
import { noSms, type SmsMessage, smsChannel } from './channels/sms.ts';
import type { Env } from './env.ts';

export interface NotifyDeps extends Deps {
  from: string;
  /** Without a slash at its end. */
  publicUrl: string;
  mail: Channel<Letter>;
  /** The bureau's group; null where it has no robot. */
  robot: Channel<RobotMessage> | null;
  sms: Channel<SmsMessage>;
}

export function makeNotifyDeps(env: Omit<z.infer<typeof Env>, 'DEAD_LETTER_URL'>): NotifyDeps {
  const hosts = env.CHANNEL_HOSTS.split(',')
    .map((host) => host.trim())
    .filter((host) => host !== '');
  return {
    ...makeDeps(env),
    from: env.MAIL_FROM,
    publicUrl: env.PUBLIC_URL.replace(/\/$/, ''),
    mail: mailChannel(env.SMTP_URL),
    robot: env.ROBOT_URL === '' ? null : robotChannel(env.ROBOT_URL, env.ROBOT_SECRET, { hosts }),
    sms: env.SMS_URL === '' ? noSms : smsChannel(env.SMS_URL, env.SMS_SECRET, { hosts }),
  };
}
