/** The round console, and the registers. */
import { consoleRoutes } from '../routes/console.ts';
import { consoleAccessRoutes } from '../routes/console-access.ts';
import { consoleActionRoutes } from '../routes/console-actions.ts';
import { consoleConflictRoutes } from '../routes/console-conflicts.ts';
import { consoleFileRoutes } from '../routes/console-files.ts';
import { consoleLetterRoutes } from '../routes/console-letters.ts';
import { consoleMoneyRoutes } from '../routes/console-money.ts';
import { consoleNoticeRoutes } from '../routes/console-notice.ts';
import { planRoutes } from '../routes/plans.ts';
import { registerRoutes } from '../routes/registers.ts';
import { sheetScanRoutes } from '../routes/sheet-scans.ts';

export const routes = [
  registerRoutes,
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
