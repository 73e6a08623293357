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
 * The pages' colours by what they are for, called as the base stylesheet calls them, from a palette whose steps have their
 * contrast: the eleventh and twelfth are text on the first three.
 */
const LIGHT = {
  bg: '#ffffff',
  text: slate.slate12,
  'text-light': slate.slate11,
  border: slate.slate7,
  edge: slate.slate11,
  'accent-bg': slate.slate2,
  accent: blue.blue11,
  'accent-text': '#ffffff',
  'accent-hover': blue.blue12,
  code: slate.slate11,
  preformatted: slate.slate12,
  disabled: slate.slate3,
  bad: red.red11,
  good: green.green11,
  warn: amber.amber11,
  s1: blue.blue11,
  s2: orange.orange11,
  s3: green.green11,
  s4: purple.purple11,
};

const DARK: typeof LIGHT = {
  bg: slateDark.slate1,
  text: slateDark.slate12,
  'text-light': slateDark.slate11,
  border: slateDark.slate7,
  edge: slateDark.slate10,
  'accent-bg': slateDark.slate3,
  accent: blueDark.blue11,
  'accent-text': slateDark.slate1,
  'accent-hover': blueDark.blue12,
  code: slateDark.slate11,
  preformatted: slateDark.slate12,
  disabled: slateDark.slate3,
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
