import * as z from 'zod';
import { type Browser, UnexpectedAnswer } from './browser.ts';

/** A form that the bucket takes for a while: where to post, and what goes along with the file. */
export const UploadForm = z.object({ url: z.url(), fields: z.record(z.string(), z.string()) });
export type UploadForm = z.infer<typeof UploadForm>;

/** Asks the slot's page for a form; null when nothing is taken any more. */
export async function askForForm(browser: Browser, link: string, uploadId: string): Promise<UploadForm | null> {
  const page = await browser.open(link);
  if (page.status !== 200) throw new UnexpectedAnswer(`${link} answered ${page.status}`);
  const answer = await browser.json(`${page.url}/upload.json?uploadId=${uploadId}`);
  return answer === null ? null : UploadForm.parse(answer);
}

/** Posts the package to the bucket. It has the receipt when this resolves. */
export async function post({ url, fields }: UploadForm, file: Uint8Array): Promise<void> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([Buffer.from(file)], { type: 'application/zip' }), 'package.zip');
  const response = await fetch(url, { method: 'POST', body });
  const text = await response.text();
  if (response.status !== 201) throw new UnexpectedAnswer(`the bucket answered ${response.status}: ${text}`);
}
