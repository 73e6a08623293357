import type { Quota } from './quotas.ts';

const whole = (value: number): string => Math.floor(value).toLocaleString('en');
const size = ({ value, unit }: Quota['limit']): string => {
  if (unit !== 'bytes') return `${whole(value)}${unit === '' ? '' : ` ${unit}`.replace(' /', ' /')}`;
  return value >= 1024 * 1024 ? `${value / 1024 / 1024} MB` : `${value / 1024} KB`;
};

/** `docs/quotas.md`. */
export function quotasText(quotas: readonly Quota[]): string {
  const rows = quotas.map((quota) => {
    const { limit, reachedAt, because, answer } = quota;
    const reached = Number.isFinite(reachedAt) ? whole(reachedAt) : 'never';
    const value = `${size(limit)}${limit.raised ? ', raised on request' : ''}`;
    return `| ${limit.service}: ${limit.what} | ${value} | ${reached} | ${because} | ${answer} | ${limit.source} |`;
  });
  return [
    '# Limits of the services',
    '',
    'Made by `npm run bench -- quotas` from [`limits.ts`](../test/bench/quotas/limits.ts) (defaults of a region outside the three largest,',
    'looked up in November 2026; pages of the services’ guides) and the constants of code, template and policy',
    '([`quotas.ts`](../test/bench/quotas/quotas.ts)). “Reached” is how many applications of one round it takes. What is a rate only delays:',
    'there a day’s work is more than eight hours hold.',
    '',
    '| limit | value | reached at, applications | because | what we do | source |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
