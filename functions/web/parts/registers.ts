/** The registers, as officers import them. */
import { registerRoutes } from '../routes/registers.ts';
import { signOutRoutes } from '../routes/sign-out.ts';

export const routes = [signOutRoutes, registerRoutes];
