import { yuan } from '../domain/money.ts';
import { language } from './spoken.ts';

/** A sum of 分 as the reader writes it: `300,000 元`, `CNY 300,000`. */
export function sumOf(fen: number | bigint): string {
  const chinese = yuan(fen);
  return language() === 'en' ? `CNY ${chinese.replace(' 元', '')}` : chinese;
}
