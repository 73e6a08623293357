/** The round console. */
import { consoleRoutes } from '../routes/console.ts';
import { consoleAccessRoutes } from '../routes/console-access.ts';
import { consoleActionRoutes } from '../routes/console-actions.ts';
import { consoleConflictRoutes } from '../routes/console-conflicts.ts';
import { consoleFileRoutes } from '../routes/console-files.ts';
import { consoleLetterRoutes } from '../routes/console-letters.ts';
import { consoleMoneyRoutes } from '../routes/console-money.ts';
import { consoleNoticeRoutes } from '../routes/console-notice.ts';
import { planRoutes } from '../routes/plans.ts';
import { sheetScanRoutes } from '../routes/sheet-scans.ts';
import { signOutRoutes } from '../routes/sign-out.ts';

export const routes = [
  signOutRoutes,
  consoleRoutes,
  consoleActionRoutes,
  consoleAccessRoutes,
  consoleConflictRoutes,
  consoleFileRoutes,
  consoleLetterRoutes,
  consoleMoneyRoutes,
  consoleNoticeRoutes,
  sheetScanRoutes,
  planRoutes,
];
