import { yuan } from '../domain/money.ts';
import { language } from './language.ts';

/** A sum as readers of the page's language write it: `300,000 元`, `RMB 300,000`. */
export const sum = (fen: number | bigint): string =>
  language() === 'en' ? `RMB ${yuan(fen).replace(/ 元$/, '')}` : yuan(fen);
