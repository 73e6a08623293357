/** What districts, experts and the bureau do by the link of a task, and their list of work. */
import { attachmentRoutes } from '../routes/attachments.ts';
import { districtFirmsRoutes } from '../routes/district-firms.ts';
import { inquiryRoutes } from '../routes/inquiries.ts';
import { objectionHandlingRoutes } from '../routes/objection-handling.ts';
import { planRoutes } from '../routes/plans.ts';
import { scoringRoutes } from '../routes/scoring.ts';
import { sheetScanRoutes } from '../routes/sheet-scans.ts';
import { signOutRoutes } from '../routes/sign-out.ts';
import { taskDraftRoutes } from '../routes/task-drafts.ts';
import { taskRoutes } from '../routes/tasks.ts';
import { worklistRoutes } from '../routes/worklist.ts';

export const routes = [
  signOutRoutes,
  taskRoutes,
  taskDraftRoutes,
  scoringRoutes,
  inquiryRoutes,
  sheetScanRoutes,
  worklistRoutes,
  districtFirmsRoutes,
  attachmentRoutes,
  objectionHandlingRoutes,
  planRoutes,
];
