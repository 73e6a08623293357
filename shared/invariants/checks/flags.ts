import { index } from '../../export/recompute/differ.ts';
import type { RoundExport } from '../../export/schema.ts';

type Flag = RoundExport['flags'][number];

/** Each flag has its mirror under the other application, and stands, or is gone, as that one does. */
export function flagsMirrored({ flags, applications }: RoundExport): string[] {
  const nameOf = (code: Flag['code'], one: string, other: string) => `${code} ${one} ${other}`;
  const known = index(flags, ({ code, applicationId, counterpartId }) => nameOf(code, applicationId, counterpartId));
  const entered = index(applications, ({ applicationId }) => applicationId);
  return flags.flatMap(({ code, applicationId, counterpartId, gone }) => {
    const mirror = known.get(nameOf(code, counterpartId, applicationId));
    const what = `${applicationId} 与 ${counterpartId} 的关联提示 ${code}`;
    if (mirror === undefined) return [`${what} 在对方申报下没有`];
    if ((mirror.gone === null) !== (gone === null)) return [`${what} 在双方申报下的状态不同`];
    const withdrawn = [applicationId, counterpartId].some((id) => entered.get(id)?.status === 'withdrawn');
    return withdrawn && gone === null ? [`${what} 在一方撤回后仍然成立`] : [];
  });
}
