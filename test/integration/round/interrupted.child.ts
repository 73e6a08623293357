/** Plays the small round on a folder, says each wave on a line, and writes the results when it gets that far. */
import { resultFiles, writeFiles } from '../../demo/outputs.ts';
import { playRound } from '../../demo/play.ts';
import { assembly, SMALL } from './small.ts';

const [dataDir = '', out = ''] = process.argv.slice(2);
const played = await playRound({
  ...SMALL,
  assemblyDir: await assembly(),
  dataDir,
  watch: ({ stage, counts }) => console.log(`${stage} ${[...counts.keys()].join(' ')}`),
});
writeFiles(out, resultFiles(played.exported));
