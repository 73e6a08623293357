/** How long a code is good, and how often one may be tried before another has to be sent. */
export const CODE_MINUTES = 10;
export const CODE_TRIES = 5;
/** Per person and hour: codes that are sent, and codes that are tried. */
export const HOURLY_SENDS = 6;
export const HOURLY_TRIES = 15;
