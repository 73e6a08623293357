import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { usccCheckCharacter, usccIsValid } from '../../../shared/domain/uscc.ts';

const characters = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];
const stems = fc.array(fc.constantFrom(...characters), { minLength: 17, maxLength: 17 }).map((all) => all.join(''));

describe('unified social credit code', () => {
  it.each(['91110000101623741K', '911101066976941872', '91370211MA3F0017X0'])('%s holds', (code) => {
    expect(usccIsValid(code)).toBe(true);
  });

  it.each([
    '91310115MA1H8R7C6D',
    '',
    '91110000101623741',
    '91110000101623741KK',
    '91110000101623741k',
    '9111000010162374IK',
  ])('%j does not hold', (code) => {
    expect(usccIsValid(code)).toBe(false);
  });

  it('refuses to compute a check character for another shape', () => {
    expect(() => usccCheckCharacter('123')).toThrow(RangeError);
    expect(() => usccCheckCharacter('9111000010162374I')).toThrow(RangeError);
  });

  it('notices any single wrong character', () => {
    fc.assert(
      fc.property(stems, fc.nat(17), fc.constantFrom(...characters), (stem, at, other) => {
        const code = stem + usccCheckCharacter(stem);
        expect(usccIsValid(code)).toBe(true);
        const wrong = code.slice(0, at) + other + code.slice(at + 1);
        expect(usccIsValid(wrong)).toBe(wrong === code);
      }),
    );
  });
});
