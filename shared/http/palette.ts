import {
  amber,
  amberDark,
  blue,
  blueDark,
  green,
  greenDark,
  orange,
  orangeDark,
  purple,
  purpleDark,
  red,
  redDark,
  slate,
  slateDark,
} from '@radix-ui/colors';

/**
 * The pages' colours by what they are for, from a palette whose steps have their contrast: the eleventh and twelfth are text on
 * the first three.
 */
const LIGHT = {
  page: '#ffffff',
  ink: slate.slate12,
  muted: slate.slate11,
  line: slate.slate7,
  edge: slate.slate11,
  back: slate.slate2,
  brand: blue.blue11,
  'on-brand': '#ffffff',
  focus: amber.amber9,
  bad: red.red11,
  good: green.green11,
  warn: amber.amber11,
  s1: blue.blue11,
  s2: orange.orange11,
  s3: green.green11,
  s4: purple.purple11,
};

const DARK: typeof LIGHT = {
  page: slateDark.slate1,
  ink: slateDark.slate12,
  muted: slateDark.slate11,
  line: slateDark.slate7,
  edge: slateDark.slate10,
  back: slateDark.slate3,
  brand: blueDark.blue11,
  'on-brand': slateDark.slate1,
  focus: amberDark.amber9,
  bad: redDark.red11,
  good: greenDark.green11,
  warn: amberDark.amber11,
  s1: blueDark.blue11,
  s2: orangeDark.orange11,
  s3: greenDark.green11,
  s4: purpleDark.purple11,
};

const variables = (palette: typeof LIGHT): string =>
  Object.entries(palette)
    .map(([name, colour]) => `--${name}: ${colour};`)
    .join(' ');

/** By the reader's own wish; paper is always light. */
export const PALETTE = `:root { color-scheme: light; ${variables(LIGHT)} }
@media screen and (prefers-color-scheme: dark) { :root { color-scheme: dark; ${variables(DARK)} } }`;
