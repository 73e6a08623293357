import { expect, test } from 'vitest';
import { checkPattern, compilePattern } from '../../../infra/local/events/pattern.ts';

const event = {
  source: 'aws.s3',
  detail: { object: { key: 'in/A1.zip', size: 42 }, tags: ['x', 'y'], nothing: null, flag: true, empty: '' },
};

test.each([
  [{ source: ['aws.s3', 'other'] }, true],
  [{ source: ['other'] }, false],
  [{ detail: { object: { key: [{ prefix: 'in/' }] } } }, true],
  [{ detail: { object: { key: [{ prefix: 'out/' }] } } }, false],
  [{ detail: { object: { key: [{ prefix: { 'equals-ignore-case': 'IN/' } }] } } }, true],
  [{ detail: { object: { key: [{ suffix: '.zip' }] } } }, true],
  [{ detail: { object: { key: [{ 'equals-ignore-case': 'IN/a1.ZIP' }] } } }, true],
  [{ detail: { object: { key: [{ wildcard: 'in/*.zip' }] } } }, true],
  [{ detail: { object: { key: [{ wildcard: 'in/*.pdf' }] } } }, false],
  [{ detail: { object: { key: [{ 'anything-but': ['a', 'b'] }] } } }, true],
  [{ detail: { object: { key: [{ 'anything-but': 'in/A1.zip' }] } } }, false],
  [{ detail: { object: { key: [{ 'anything-but': { prefix: ['in/', 'x/'] } }] } } }, false],
  [{ detail: { object: { missing: [{ 'anything-but': 'x' }] } } }, false],
  [{ detail: { object: { size: [{ numeric: ['>', 0, '<=', 42] }] } } }, true],
  [{ detail: { object: { size: [{ numeric: ['=', 41] }] } } }, false],
  [{ detail: { object: { size: ['42'] } } }, false],
  [{ detail: { tags: ['y'] } }, true],
  [{ detail: { tags: ['z'] } }, false],
  [{ detail: { nothing: [null], flag: [true], empty: [''] } }, true],
  [{ detail: { flag: [{ exists: true }], missing: [{ exists: false }] } }, true],
  [{ detail: { flag: [{ exists: false }] } }, false],
  // `exists` looks at leaves only.
  [{ detail: { object: [{ exists: true }] } }, false],
  [{ missing: { deeper: [{ exists: false }] } }, true],
  [{ $or: [{ source: ['other'] }, { detail: { flag: [true] } }] }, true],
  [{ source: ['aws.s3'], $or: [{ source: ['other'] }, { detail: { flag: [false] } }] }, false],
])('%j matches: %s', (pattern, expected) => {
  expect(compilePattern(pattern)(event)).toBe(expected);
});

test('every part of a pattern that is not known is named with its place', () => {
  const faults = checkPattern({ detail: { ip: [{ cidr: '::/0' }], size: [{ numeric: ['~', 1] }] }, source: 'text' });
  expect(faults).toHaveLength(3);
  expect(faults.join('\n')).toMatch(/detail\.ip.*cidr[\s\S]*detail\.size[\s\S]*source/);
});
