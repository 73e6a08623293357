import { ROUND_STAGES } from '../../../shared/http/labels.ts';
import type { Scene } from '../drive.ts';
import { cut } from './text-table.ts';

const ZONE_MS = 8 * 3_600_000;
const wall = (ms: number) => new Date(ms + ZONE_MS).toISOString().slice(0, 16).replace('T', ' ');
const CLEAR = '\u001b[2K\r';

export interface Progress {
  /** A line of its own, such as what is being prepared. */
  say(text: string): void;
  wave: Scene['watch'];
  /** Ends the line that is being updated. */
  end(): void;
}

export const silent: Progress = { say: () => undefined, wave: () => undefined, end: () => undefined };

/** What goes on, with counts and seconds: on a terminal one line per stage that is updated, elsewhere a line per wave. */
export function liveProgress(output: NodeJS.WriteStream): Progress {
  const started = performance.now();
  const stamp = () => `${((performance.now() - started) / 1000).toFixed(1).padStart(6)} 秒`;
  let stage: string | undefined;
  let totals = new Map<string, number>();
  const end = () => {
    if (stage !== undefined && output.isTTY) output.write('\n');
    stage = undefined;
  };
  return {
    end,
    say: (text) => {
      end();
      output.write(`${stamp()}  ${text}\n`);
    },
    wave: (wave) => {
      if (wave.stage !== stage) {
        end();
        totals = new Map();
      }
      stage = wave.stage;
      for (const [what, count] of wave.counts) totals.set(what, (totals.get(what) ?? 0) + count);
      const counts = [...(output.isTTY ? totals : wave.counts)].map(([what, count]) => `${what} ${count}`).join('，');
      const line = `${stamp()}  ${wall(wave.at)}  ${ROUND_STAGES[wave.stage]}：${counts}`;
      output.write(output.isTTY ? `${CLEAR}${cut(line, output.columns - 1)}` : `${line}\n`);
    },
  };
}
