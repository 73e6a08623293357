import { type Answer, messageOf, online, type Place, pause, post, stopIfAsked } from './page.ts';
import { say } from './say.ts';

/** Ends an upload with something to tell the person. What is there already stays there. */
export class UploadEnded extends Error {
  override name = 'UploadEnded';
}

export interface Receipt {
  number: string;
  receivedAt: string;
}

export interface Upload {
  place: Place;
  uploadId: string;
  blob: Blob;
  /** Bytes that are there. */
  onProgress: (bytes: number) => void;
  signal: AbortSignal;
}

const AT_ONCE = 2;
const SIGNED_AT_ONCE = 20;
const TRIES = 8;

/** Asks until there is an answer: a broken line is no reason to begin anew. */
async function ask(upload: Upload, path: string, message: Record<string, unknown>): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    stopIfAsked(upload.signal);
    const answer = await post(upload.place, path, message).catch(() => null);
    if (answer !== null && answer.status < 500 && answer.status !== 429) return answer;
    if (attempt >= TRIES)
      throw new UploadEnded(say('网络不稳定，上传暂停。已上传的部分保留一天，请稍后点“检查并提交”接着传。'));
    await pause(backoff(attempt));
    await online();
  }
}

const backoff = (attempt: number) => Math.min(30_000, 500 * 2 ** attempt);

const refused = (answer: Answer) => new UploadEnded(messageOf(answer) || say('上传没有被接收，请刷新本页后重试。'));

const receiptOf = ({ body }: Answer): Receipt => ({
  number: String(body['number']),
  receivedAt: String(body['receivedAt']),
});

/**
 * Sends a package in parts, from where it was interrupted, and has it received. The server says what is missing, counts the
 * time and gives the receipt.
 * @throws UploadEnded with words for the person; AbortError once stopped
 */
export async function send(upload: Upload): Promise<Receipt> {
  const { blob } = upload;
  const begun = await ask(upload, 'uploads.json', { uploadId: upload.uploadId, size: blob.size });
  if (begun.status !== 200) throw refused(begun);
  if (begun.body['status'] === 'received') return receiptOf(begun);
  const named = { ...upload, uploadId: String(begun.body['uploadId']) };
  const partBytes = Number(begun.body['partBytes']);
  const done = new Set(begun.body['done'] as number[]);
  const all = Array.from({ length: Math.ceil(blob.size / partBytes) }, (_, i) => i + 1);
  let missing = all.filter((number) => !done.has(number));
  for (let round = 0; round < 3; round += 1) {
    await new Parts(named, partBytes, missing).send();
    const completed = await ask(named, `uploads/${named.uploadId}/complete.json`, {});
    if (completed.status === 200) return receiptOf(completed);
    if (completed.body['code'] !== 'upload.incomplete') throw refused(completed);
    missing = completed.body['missing'] as number[];
  }
  throw new UploadEnded(say('上传没有完成，请再次点“检查并提交”接着传。'));
}

/** The parts that are missing, a few at a time. */
class Parts {
  readonly #upload: Upload;
  readonly #partBytes: number;
  readonly #missing: number[];
  readonly #urls = new Map<number, string>();
  readonly #sent = new Map<number, number>();
  readonly #before: number;

  constructor(upload: Upload, partBytes: number, missing: number[]) {
    this.#upload = upload;
    this.#partBytes = partBytes;
    this.#missing = [...missing];
    this.#before = upload.blob.size - missing.reduce((sum, number) => sum + this.#slice(number).size, 0);
  }

  async send(): Promise<void> {
    this.#progress();
    const queue = [...this.#missing];
    const worker = async () => {
      for (let number = queue.shift(); number !== undefined; number = queue.shift()) await this.#part(number, queue);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  #slice(number: number): Blob {
    return this.#upload.blob.slice((number - 1) * this.#partBytes, number * this.#partBytes, '');
  }

  #progress(): void {
    this.#upload.onProgress([...this.#sent.values()].reduce((sum, bytes) => sum + bytes, this.#before));
  }

  async #part(number: number, queue: number[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      stopIfAsked(this.#upload.signal);
      const status = await this.#put(await this.#address(number, queue), number).catch(() => 0);
      if (status === 200) break;
      this.#sent.delete(number);
      this.#urls.delete(number);
      if (status === 404) throw new UploadEnded(say('这次上传已经失效，请再次点“检查并提交”。'));
      if (attempt >= TRIES && navigator.onLine)
        throw new UploadEnded(say('网络不稳定，上传暂停。已上传的部分保留一天，请稍后点“检查并提交”接着传。'));
      await pause(backoff(attempt));
      await online();
    }
    this.#sent.set(number, this.#slice(number).size);
    this.#progress();
  }

  /** Addresses come in batches, and anew once one has expired. */
  async #address(number: number, queue: number[]): Promise<string> {
    const known = this.#urls.get(number);
    if (known !== undefined) return known;
    const parts = [number, ...queue.slice(0, SIGNED_AT_ONCE - 1)];
    const signed = await ask(this.#upload, `uploads/${this.#upload.uploadId}/parts.json`, { parts });
    if (signed.status !== 200) throw refused(signed);
    for (const [part, url] of Object.entries(signed.body['urls'] as Record<string, string>))
      this.#urls.set(Number(part), url);
    return this.#urls.get(number) ?? '';
  }

  #put(url: string, number: number): Promise<number> {
    const { signal } = this.#upload;
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      const stop = () => request.abort();
      const end = (settle: () => void) => () => {
        signal.removeEventListener('abort', stop);
        settle();
      };
      request.open('PUT', url);
      request.upload.onprogress = ({ loaded }) => {
        this.#sent.set(number, loaded);
        this.#progress();
      };
      request.onload = end(() => resolve(request.status));
      request.onerror = end(() => reject(new TypeError('network')));
      request.onabort = end(() => reject(new DOMException('stopped', 'AbortError')));
      signal.addEventListener('abort', stop);
      request.send(this.#slice(number));
    });
  }
}
