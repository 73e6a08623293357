import { expect, test } from 'vitest';
import { mergedOrder, orderOf } from '../../../shared/domain/panel-order.ts';

test.each([
  [{ b: 2, a: 1, c: 3 }, ['a', 'b', 'c']],
  [{ b: '10', a: '9' }, ['a', 'b']],
  [{}, []],
  [undefined, []],
  ['a', []],
])('%j was recorded', (recorded, order) => {
  expect(orderOf(recorded)).toEqual(order);
});

test.each([
  [[], []],
  [[['a', 'b']], ['a', 'b']],
  // Of two ties, and of one that was put again when somebody had left: the later word counts.
  [
    [
      ['a', 'b'],
      ['c', 'd'],
    ],
    ['c', 'd', 'a', 'b'],
  ],
  [
    [
      ['a', 'b', 'c'],
      ['c', 'b'],
    ],
    ['c', 'b', 'a'],
  ],
])('%j one after the other', (orders, merged) => {
  expect(mergedOrder(orders)).toEqual(merged);
});
