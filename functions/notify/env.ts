import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
  MAIL_FROM: z.string().min(1),
  PUBLIC_URL: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  /** Where the mail server stands, and the bureau's group robot and the gateway for text messages where there are any: never they themselves. */
  MAIL_SECRET_ARN: z.string().min(1),
  ROBOT_SECRET_ARN: z.string().min(1),
  SMS_SECRET_ARN: z.string().min(1),
  /** Host of the gateway, and further ones that may be posted to, with commas between. */
  CHANNEL_HOSTS: z.string(),
});
