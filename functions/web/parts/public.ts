/** What anybody may read, and objections. */
import { noticeRoutes } from '../routes/notice.ts';
import { objectionRoutes } from '../routes/objections.ts';
import { roundRoutes } from '../routes/rounds.ts';
import { showcaseRoutes } from '../routes/showcase.ts';
import { verifierRoutes } from '../routes/verifier.ts';

export const routes = [roundRoutes, noticeRoutes, showcaseRoutes, objectionRoutes, verifierRoutes];
