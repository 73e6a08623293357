import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AddressObject, type ParsedMail, simpleParser } from 'mailparser';

export interface CaughtMail {
  /** 1, 2, 3 … in the order of arrival, also over restarts. */
  number: number;
  /** How it came. */
  channel: 'mail' | 'robot' | 'sms';
  /** Domain time, UTC ms. */
  receivedAt: number;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string | undefined;
  attachments: { filename: string | undefined; contentType: string; size: number }[];
}

/** The mails that were caught, each as `000001.json` (a CaughtMail) and `000001.eml` (as it came) in one folder. */
export interface Mailbox {
  /** Stores one mail; it is in the folder when this resolves. */
  add(raw: Buffer, recipients: string[], receivedAt: number): Promise<void>;
  /** The same for a message that is no mail. */
  addMessage(message: Pick<CaughtMail, 'channel' | 'to' | 'subject' | 'text' | 'receivedAt'>): void;
  /** @param after only mails with a higher number. */
  listMails(after?: number): CaughtMail[];
}

export function openMailbox(dir: string): Mailbox {
  mkdirSync(dir, { recursive: true });
  const mails = readdirSync(dir)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(dir, file), 'utf8')) as CaughtMail);
  let last = mails.at(-1)?.number ?? 0;
  const keep = (raw: Buffer | string, mail: CaughtMail): void => {
    const name = join(dir, String(mail.number).padStart(6, '0'));
    writeFileSync(`${name}.eml`, raw);
    // The JSON file is what makes the mail known: it appears whole or not at all.
    writeFileSync(`${name}.tmp`, JSON.stringify(mail, null, 2));
    renameSync(`${name}.tmp`, `${name}.json`);
    mails.push(mail);
  };
  return {
    add: async (raw, recipients, receivedAt) => {
      const parsed = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true, skipImageLinks: true });
      last += 1;
      keep(raw, caught(parsed, recipients, last, receivedAt));
    },
    addMessage: (message) => {
      last += 1;
      const mail = { ...message, number: last, from: '', html: undefined, attachments: [] };
      keep(`X-Awards-Kind: ${message.channel}\r\n\r\n${message.text}`, mail);
    },
    listMails: (after = 0) => mails.filter((mail) => mail.number > after),
  };
}

function caught(parsed: ParsedMail, recipients: string[], number: number, receivedAt: number): CaughtMail {
  return {
    number,
    channel: 'mail',
    receivedAt,
    from: addresses(parsed.from)[0] ?? '',
    to: recipients,
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: typeof parsed.html === 'string' ? parsed.html : undefined,
    attachments: parsed.attachments.map(({ filename, contentType, size }) => ({ filename, contentType, size })),
  };
}

function addresses(value: AddressObject | AddressObject[] | undefined): string[] {
  return [value ?? []].flat().flatMap((object) => object.value.map((entry) => entry.address ?? ''));
}
