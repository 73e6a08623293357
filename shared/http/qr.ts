import { encode } from 'uqr';
import { html, type Markup } from './html.ts';

/** Modules of quiet around a code, as readers of codes ask for. */
const QUIET = 4;

/** A QR code of an address as a drawing within the page: dark on white in any colour scheme, and on paper. @param name says to whom cannot see it what it is */
export function qrCode(address: string, name: string): Markup {
  const { data, size } = encode(address, { ecc: 'M', border: QUIET });
  const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return html`<svg class="qr" role="img" aria-label="${name}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><rect width="${size}" height="${size}" fill="#fff"/><path d="${dark}" fill="#000"/></svg>`;
}
