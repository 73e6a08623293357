import * as z from 'zod';

const Url = (schemes: readonly string[]) =>
  z
    .string()
    .max(2000)
    .refine((text) => URL.canParse(text) && schemes.includes(new URL(text).protocol), {
      error: `应为地址，以 ${schemes.map((scheme) => `${scheme}//`).join(' 或 ')} 开头`,
    });

/** Plain HTTP is for a loopback address only, which whoever posts there looks after. */
const Web = Url(['https:', 'http:']);

/** What the system knows of others and must not show, each kept by itself as one JSON document. */
export const SECRETS = {
  /** The mail server, with user and password. */
  mail: z.strictObject({ url: Url(['smtps:', 'smtp:']) }),
  /** Webhook of the bureau's group robot, with its token; the secret of its signature where it has one (DingTalk's 加签). */
  robot: z.strictObject({ url: Web, secret: z.string().max(500).default('') }),
  /** Gateway for text messages, and what messages to it are signed with. */
  sms: z.strictObject({ url: Web, secret: z.string().min(1).max(500) }),
} as const;

export type SecretName = keyof typeof SECRETS;
export type SecretValue<N extends SecretName> = z.infer<(typeof SECRETS)[N]>;
export const SECRET_NAMES = ['mail', 'robot', 'sms'] as const satisfies readonly SecretName[];

/** Where each stands in the outputs of the app. */
export const SECRET_OUTPUTS = {
  mail: 'MailSecretArn',
  robot: 'RobotSecretArn',
  sms: 'SmsSecretArn',
} as const satisfies Record<SecretName, string>;
