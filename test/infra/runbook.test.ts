/** What the runbooks tell people to type is understood, and names what there is. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCli } from '../../infra/cli/parse.ts';
import { RUNBOOKS } from '../../infra/constructs/alarm-kinds.ts';
import { stageNamed } from '../../infra/stages.ts';
import { ofType, synthesized } from './templates.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const alarms = ofType(synthesized(stageNamed('local')).service, 'AWS::CloudWatch::Alarm').map(({ Properties }) =>
  String(Properties['AlarmName']).replace('awards-local-', ''),
);

/** Every command with the words that stand for something replaced by such a thing. */
const commandsOf = (text: string): string[] =>
  [...text.replaceAll('\n', ' \n').matchAll(/npm run awards -- ([^`#\n]+(?:\n(?! )[^`#\n]+)?)/g)].map(([, all = '']) =>
    all
      .replaceAll('\n', ' ')
      .replaceAll(/\bID\b/g, 'qd-2025')
      .replace('--until …', '--until 2025-12-05T17:00')
      .replaceAll('…', 'x')
      .trim(),
  );

describe.each([...RUNBOOKS, 'docs/backup.md'])('%s', (file) => {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const commands = [...new Set(commandsOf(text))];

  test('tells commands, and each is understood', () => {
    expect(commands.length).toBeGreaterThan(3);
    for (const command of commands) {
      const parsed = parseCli(command.split(/ +/));
      expect(parsed.ok, command).toBe(true);
    }
  });

  test('names only queues that there are', () => {
    const queues = [...text.matchAll(/--queue ([\w-]+)/g), ...text.matchAll(/`([A-Z]\w+(?:-\w+)*-(?:Dead|Failed))`/g)];
    for (const [, queue] of queues) expect(alarms).toContain(`${queue}-not-empty`);
  });
});
