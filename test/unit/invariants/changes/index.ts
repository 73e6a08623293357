import { ACTING, CAPS, FORMULA } from './acting.ts';
import { DECLINES } from './declines.ts';
import { DIRECTIVES } from './directives.ts';
import { LOST, TWICE } from './lost.ts';
import { ANSWERS, PEOPLE, PERSONS } from './people.ts';
import { SECOND_LOOKS } from './second-looks.ts';
import type { Change } from './tools.ts';

/** What somebody, or a defect, might make of a round; by the check that must find it. */
export const CHANGES: Change[] = [
  ...LOST,
  ...TWICE,
  ...ACTING,
  ...FORMULA,
  ...CAPS,
  ...PEOPLE,
  ...ANSWERS,
  ...PERSONS,
  ...SECOND_LOOKS,
  ...DIRECTIVES,
  ...DECLINES,
];
