import type { RoundExport } from '../../export/schema.ts';
import { attachmentPoint } from '../../package/points.ts';
import type { AttachmentKind } from '../../schemas/package.ts';

type Version = RoundExport['applications'][number]['versions'][number];

/** 补正: whatever came after a return has the files of the version that was returned, but for the kinds that were asked for. */
export function correctionsAsAsked({ applications }: RoundExport): string[] {
  return applications.flatMap(({ applicationId, correction, versions }) => {
    if (correction === null) return [];
    const kept = ({ files }: Version) =>
      files
        .filter(
          ({ kind }) => kind !== 'manifest' && !correction.asked.includes(attachmentPoint(kind as AttachmentKind)),
        )
        .map(({ kind, sha256 }) => `${kind} ${sha256}`)
        .toSorted()
        .join();
    const returned = versions.find(({ version }) => version === correction.version);
    if (returned === undefined) return [`${applicationId} 要求补正的第 ${correction.version} 版不在记录中`];
    return versions
      .filter((one) => one.version > correction.version && kept(one) !== kept(returned))
      .map(({ version }) => `${applicationId} 第 ${version} 版改动了没有要求补正的材料`);
  });
}
