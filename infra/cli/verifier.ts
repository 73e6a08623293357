import { writeFileSync } from 'node:fs';
import type { Language } from '../../shared/http/language.ts';
import { verifierPages } from '../bundle.ts';
import { CliError } from './errors.ts';
import type { Said } from './round.ts';

/** Writes the page that checks proofs: the very one that the app serves. @throws CliError cli.file-not-written */
export async function writeVerifier({ out, lang }: { out: string; lang: Language }): Promise<Said> {
  const page = (await verifierPages()).get(lang) ?? '';
  try {
    writeFileSync(out, page);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CliError('cli.file-not-written', `无法写入 ${out}：${why}`, { cause: error });
  }
  return { text: `已写出 ${out}，可断网打开。\n`, good: true };
}
