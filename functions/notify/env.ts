import * as z from 'zod';
import { consumerEnv } from '../../shared/env.ts';

export const Env = z.object({
  ...consumerEnv,
  SMTP_URL: z.string().min(1),
  MAIL_FROM: z.string().min(1),
  PUBLIC_URL: z.string().min(1),
  EVIDENCE_BUCKET: z.string().min(1),
  /** The bureau's group robot, and the gateway for text messages; empty where there is none. */
  ROBOT_URL: z.string(),
  ROBOT_SECRET: z.string(),
  SMS_URL: z.string(),
  SMS_SECRET: z.string(),
  /** Host of the gateway, and further ones that may be posted to, with commas between. */
  CHANNEL_HOSTS: z.string(),
});
