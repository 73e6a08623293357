import { beijingSeconds } from '../../../shared/http/time.ts';
import type { Autosave } from './autosave.ts';
import type { Files } from './files.ts';
import { findingsOf, summary } from './findings.ts';
import { local } from './local.ts';
import { packed } from './pack.ts';
import { find, make, messageOf, type Place, post } from './page.ts';
import { marked, say } from './say.ts';
import type { KeptFile } from './store.ts';
import { fetched } from './submitted.ts';
import { type Receipt, send, UploadEnded } from './upload.ts';

const megabytes = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);

/** Checks, packs and sends the application, and shows how far it is. */
export class Sending {
  readonly #place: Place;
  readonly #autosave: Autosave;
  readonly #files: Files;
  readonly #start = find<HTMLButtonElement>('#send');
  readonly #stop = find<HTMLButtonElement>('#stop');
  #running: AbortController | null = null;

  constructor(place: Place, autosave: Autosave, files: Files) {
    this.#place = place;
    this.#autosave = autosave;
    this.#files = files;
    this.#start.addEventListener('click', () => void this.#run());
    this.#stop.addEventListener('click', () => this.#running?.abort());
    if (local.get(this.#key) !== null && !this.#start.disabled) {
      this.#say(say('上次的上传没有完成。点“检查并提交”，从中断的地方接着传。'));
    }
  }

  get #key(): string {
    return `awards.sending.${this.#place.owner}`;
  }

  #say(text: string): void {
    find('#sending').hidden = false;
    find('#sending-text').replaceChildren(...marked(text));
  }

  async #run(): Promise<void> {
    if (this.#running !== null) return;
    this.#running = new AbortController();
    this.#start.disabled = true;
    find('#send-problems').replaceChildren();
    try {
      await this.#all(this.#running.signal);
    } catch (error) {
      const stopped = this.#running.signal.aborted;
      const text = error instanceof UploadEnded ? error.message : say('没有完成，请检查网络后再次点“检查并提交”。');
      this.#say(stopped ? say('已停止。已上传的部分保留一天，再次提交时接着传。') : text);
    } finally {
      this.#running = null;
      this.#start.disabled = false;
      this.#stop.hidden = true;
    }
  }

  async #all(signal: AbortSignal): Promise<void> {
    this.#say(say('正在保存和检查…'));
    if (!(await this.#autosave.flush()))
      throw new UploadEnded(say('草稿还没有保存，暂时不能提交。请看页面下方的保存状态。'));
    const files = await this.#files.all();
    const attachments = files.map(({ kind, path, sha256 }) => ({ kind, path, sha256 }));
    const answer = await post(this.#place, 'manifest.json', { revision: this.#autosave.revision, attachments });
    if (answer.status === 422) return this.#refused(findingsOf(answer.body['problems']));
    if (answer.status !== 200) throw new UploadEnded(messageOf(answer) || say('会话已结束，请重新打开邮件中的链接。'));
    this.#stop.hidden = false;
    const whole = await this.#files.whole(files, (file) => {
      this.#say(say('正在取回已提交的文件：{name}', { name: file.path.replace('attachments/', '') }));
      return fetched(this.#place, file, signal);
    });
    await this.#send(String(answer.body['manifest']), String(answer.body['uploadId']), whole, signal);
  }

  #refused(problems: ReturnType<typeof findingsOf>): void {
    find('#sending').hidden = true;
    const title = say('还不能提交，有 {count} 处需要填写或改正', { count: problems.length });
    find('#send-problems').replaceChildren(summary(title, problems, ''));
  }

  async #send(manifest: string, uploadId: string, files: KeptFile[], signal: AbortSignal): Promise<void> {
    this.#say(say('正在打包…'));
    const blob = await packed([{ path: 'application.json', blob: new Blob([manifest]) }, ...files]);
    local.set(this.#key, uploadId);
    let said = -1;
    const onProgress = (bytes: number) => {
      find<HTMLProgressElement>('#progress').value = bytes / blob.size;
      // The bar moves all the time; who has the page read out is told every twentieth.
      const step = Math.floor((20 * bytes) / blob.size);
      if (step === said) return;
      said = step;
      this.#say(say('已上传 {done} MB，共 {all} MB', { done: megabytes(bytes), all: megabytes(blob.size) }));
    };
    this.#received(await send({ place: this.#place, uploadId, blob, onProgress, signal }));
  }

  #received({ number, receivedAt }: Receipt): void {
    local.remove(this.#key);
    find<HTMLProgressElement>('#progress').value = 1;
    const panel = make('div', { className: 'panel good' });
    panel.append(
      make('h2', { textContent: say('材料已收到') }),
      make('p', { textContent: say('收到时间：{time}', { time: beijingSeconds(receivedAt) }) }),
      make('p', { textContent: say('回执编号：{number}', { number }) }),
      make(
        'p',
        {},
        say('正在核验，结果会发送到您的邮箱，也可以在'),
        make('a', { href: this.#place.home, textContent: say('申报页面') }),
        say('查看。'),
      ),
    );
    const clear = make('button', {
      type: 'button',
      className: 'quiet small',
      textContent: say('从本机移除已提交的文件'),
    });
    clear.addEventListener('click', () => {
      clear.disabled = true;
      void this.#files.clear();
    });
    panel.append(make('p', {}, say('使用公用电脑的，请在离开前移除文件；如需提交新的版本，可以保留。'), clear));
    find('#send-problems').replaceChildren(panel);
    this.#say(say('上传完成。'));
  }
}
