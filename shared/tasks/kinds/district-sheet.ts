import { sheetCode, sheetLines } from '../../domain/district-sheet.ts';
import { loadApplications } from '../../store/roster.ts';
import { isKept } from '../../store/scans.ts';
import type { Apply } from '../kind.ts';

/** 五(二): the signed and stamped 推荐汇总表 comes back; it has to be the one that the records make now. */
export const applyDistrictSheet: Apply<'district-sheet'> = async ({ table, evidence, task }, { scan, sheet }) => {
  const district = String(task.subject['district'] ?? '');
  if (!(await isKept(evidence, task.roundId, district, scan)))
    return { ok: false, errors: [{ field: 'file', message: '请先上传盖章的扫描件。' }] };
  const lines = sheetLines(await loadApplications(table, task.roundId), district);
  if (sheetCode(lines) !== sheet) {
    const message = '推荐汇总表的内容已有变化，核验码与刚才显示的不同。请重新打印、盖章并上传。';
    return { ok: false, errors: [{ field: 'matches', message }] };
  }
  return { ok: true, actions: [], outcome: { decision: 'handed-in' } };
};
