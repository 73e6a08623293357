/** What anybody may read, and objections. */
import { noticeRoutes } from '../routes/notice.ts';
import { objectionRoutes } from '../routes/objections.ts';
import { roundRoutes } from '../routes/rounds.ts';
import { showcaseRoutes } from '../routes/showcase.ts';
import { signOutRoutes } from '../routes/sign-out.ts';
import { verifierRoutes } from '../routes/verifier.ts';

export const routes = [signOutRoutes, roundRoutes, noticeRoutes, showcaseRoutes, objectionRoutes, verifierRoutes];
