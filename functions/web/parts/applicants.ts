/** What applicants open by their link. */
import { submittedFileRoutes } from '../routes/attachments.ts';
import { declineRoutes } from '../routes/declines.ts';
import { draftRoutes } from '../routes/drafts.ts';
import { proofRoutes } from '../routes/proofs.ts';
import { reviewRoutes } from '../routes/review.ts';
import { showcaseRoutes } from '../routes/showcase.ts';
import { signOutRoutes } from '../routes/sign-out.ts';
import { slotRoutes } from '../routes/slots.ts';
import { uploadRoutes } from '../routes/uploads.ts';

export const routes = [
  signOutRoutes,
  slotRoutes,
  declineRoutes,
  reviewRoutes,
  draftRoutes,
  uploadRoutes,
  proofRoutes,
  submittedFileRoutes,
  showcaseRoutes,
];
