import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A caught mail, as far as its recipient needs it. */
export interface Letter {
  number: number;
  channel: 'mail' | 'robot' | 'sms';
  /** Domain time, UTC ms. */
  receivedAt: number;
  to: string;
  title: string;
  text: string;
  /** A kind of task, `slot`, `upload` or `digest`; the channel where it is no mail. */
  kind: string;
  /** The task's or the application's id. */
  about: string;
  /** The personal link, if it has one. */
  link: string | null;
}

interface StoredMail {
  /** Not in folders of earlier versions, which had mails only. */
  channel?: Letter['channel'];
  receivedAt: number;
  to: string[];
  subject: string;
  text: string;
}

const LINK = /https?:\/\/\S+\/l\/[\w-]{43}/;

/** Header fields of a mail as it came, names in lower case, folded lines joined. */
function headersOf(raw: string): Map<string, string> {
  const head = raw.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const lines = head.replaceAll(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
  );
}

/** Where everybody's mail arrives: the folder into which the local cloud puts what it caught, numbered without gaps. */
export class Mailroom {
  readonly #dir: string;
  readonly #letters: Letter[] = [];

  constructor(dir: string) {
    this.#dir = dir;
  }

  /** What came since it was asked last, in order of arrival. */
  fetch(): Letter[] {
    const before = this.#letters.length;
    for (;;) {
      const number = this.#letters.length + 1;
      const file = join(this.#dir, String(number).padStart(6, '0'));
      if (!existsSync(`${file}.json`)) return this.#letters.slice(before);
      this.#letters.push(readLetter(file, number));
    }
  }

  /** All letters that were fetched, in order of arrival. */
  get letters(): readonly Letter[] {
    return this.#letters;
  }
}

function readLetter(file: string, number: number): Letter {
  const mail = JSON.parse(readFileSync(`${file}.json`, 'utf8')) as StoredMail;
  const headers = headersOf(readFileSync(`${file}.eml`, 'utf8'));
  return {
    number,
    channel: mail.channel ?? 'mail',
    receivedAt: mail.receivedAt,
    to: mail.to[0] ?? '',
    title: mail.subject,
    text: mail.text,
    kind: headers.get('x-awards-kind') ?? '',
    about: headers.get('x-awards-subject') ?? '',
    link: LINK.exec(mail.text)?.[0] ?? null,
  };
}
