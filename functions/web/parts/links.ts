/** Where a link from a mail leads first, and the code that some show in addition. */
import { codeRoutes } from '../routes/code.ts';
import { linkRoutes } from '../routes/links.ts';

export const routes = [linkRoutes, codeRoutes];
