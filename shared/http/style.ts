import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { APPLICANT_STYLE } from './applicant-style.ts';
import { CHART_STYLE } from './charts/style.ts';
import { NOTICE_STYLE } from './notice-style.ts';
import { PAGE_STYLE } from './page-style.ts';
import { PALETTE } from './palette.ts';
import { PRINT_STYLE } from './print-style.ts';

/** How elements look by themselves; ours says only what it does not. */
const BASE = readFileSync(new URL(import.meta.resolve('simpledotcss/simple.css')), 'utf8');

/**
 * The one stylesheet. Served by the app itself, so that the pages need nothing from elsewhere and allow nothing inline.
 * The build puts what this comes to, made small, in this module's place.
 */
export const STYLE = `/*! Simple.css, MIT License, Copyright (c) 2020 Kev Quirk; and ours */
${[BASE, PALETTE, PAGE_STYLE, APPLICANT_STYLE, CHART_STYLE, PRINT_STYLE, NOTICE_STYLE].join('\n')}`;

/** An address that changes with the content: it may be cached for ever. */
export const styleAddress = (style: string): string =>
  `/assets/style-${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`;

export const STYLE_PATH = styleAddress(STYLE);
