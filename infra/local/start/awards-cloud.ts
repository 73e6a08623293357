import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LocalCloud, type LocalCloudOptions, startLocalCloud } from '../cloud.ts';
import type { Endpoints } from '../resources/resource.ts';

/** The ports of an earlier run on the folder: links in its mails lead there, and forms are signed for them. */
function earlierPorts(dataDir: string): Pick<LocalCloudOptions, 'httpPort' | 's3Port'> {
  const file = join(dataDir, 'endpoints.json');
  if (!existsSync(file)) return {};
  const { endpoints } = JSON.parse(readFileSync(file, 'utf8')) as { endpoints: Endpoints };
  return { httpPort: Number(new URL(endpoints.http).port), s3Port: Number(new URL(endpoints.s3).port) };
}

/** Secrets by which mails go to the local cloud's own mailbox. */
export const caughtMails = ({ smtp }: Endpoints): Record<string, string> => ({
  'awards/local/mail': JSON.stringify({ url: smtp }),
});

/** The same, and by which the group robot's and text messages are caught like mails; the hosts stand in the parameter `ChannelHosts`. */
export const caughtMessages = (endpoints: Endpoints): Record<string, string> => ({
  ...caughtMails(endpoints),
  'awards/local/robot': JSON.stringify({ url: `${endpoints.messages}/robot`, secret: 'local' }),
  'awards/local/sms': JSON.stringify({ url: `${endpoints.messages}/sms`, secret: 'local' }),
});
export const channelHosts = ({ messages }: Endpoints): string => new URL(messages).hostname;

/**
 * Starts the local cloud with the app's parameters: mails go to its own mailbox, links lead to its own pages, and a later
 * start on the same folder answers at the same addresses.
 */
export const startAwardsCloud = (options: Omit<LocalCloudOptions, 'parameters' | 'secrets'>): Promise<LocalCloud> =>
  startLocalCloud({
    ...earlierPorts(options.dataDir),
    ...options,
    secrets: caughtMessages,
    parameters: (endpoints) => ({
      MailFrom: 'pingxuan@awards.example.test',
      ChannelHosts: channelHosts(endpoints),
    }),
  });
