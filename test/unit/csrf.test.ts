import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { masked, sameToken } from '../../shared/csrf.ts';
import { csrfToken } from '../../shared/links.ts';

const secrets = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('a masked token', () => {
  test('is another every time, and the same secret', () => {
    const seen = new Set(Array.from({ length: 100 }, () => csrfToken('session', 'task')));
    expect(seen.size).toBe(100);
    for (const one of seen) expect(sameToken(one, csrfToken('session', 'task'))).toBe(true);
  });

  test('holds its secret and no other', () => {
    fc.assert(
      fc.property(secrets, secrets, (one, other) => {
        expect(sameToken(masked(one), masked(one))).toBe(true);
        expect(sameToken(masked(one), masked(other))).toBe(Buffer.from(one).equals(other));
      }),
    );
    expect(sameToken(csrfToken('session', 'task'), csrfToken('session', 'other'))).toBe(false);
    expect(sameToken(csrfToken('other', 'task'), csrfToken('session', 'task'))).toBe(false);
  });

  test('is nothing that somebody made up', () => {
    const token = csrfToken('session', 'task');
    for (const made of ['', 'x', token.slice(0, -4), `${token}AAAA`, 'A'.repeat(86), token.toUpperCase(), '中文'])
      expect(sameToken(made, token), made).toBe(false);
    expect(sameToken('', '')).toBe(false);
  });
});
