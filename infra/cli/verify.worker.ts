import { parentPort, workerData } from 'node:worker_threads';
import { BadLine } from '../../shared/export/lines/read.ts';
import { verifyDraw } from '../../shared/export/lines/verify.ts';
import { CliError } from './errors.ts';
import { drawLinesOfFile } from './export-lines.ts';
import type { Answer } from './verify-thread.ts';

function answer(path: string): Answer {
  try {
    return { ok: true, half: verifyDraw(drawLinesOfFile(path)) };
  } catch (error) {
    if (error instanceof BadLine) return { ok: false, code: error.code, line: error.line, message: error.message };
    if (error instanceof CliError) return { ok: false, code: error.code, line: null, message: error.message };
    throw error;
  }
}

parentPort?.postMessage(answer(String(workerData)));
