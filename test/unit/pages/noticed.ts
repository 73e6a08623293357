import type { NoticeView } from '../../../shared/http/pages/notice.ts';
import type { RootRecord } from '../../../shared/schemas/proofs.ts';
import type { NoticeDocument, NoticeRecord, NoticeVersion, PlaceRecord } from '../../../shared/schemas/records.ts';
import { DETAILS, ID, OTHER, policy, ROUND } from './views.ts';

const at = '2026-01-05T01:00:00.000Z';
const [first] = DETAILS.deliberate.categories[0]?.ranked.shown ?? [];
if (first === undefined) throw new Error('the fixture has a place');

export const noticeVersion: NoticeVersion = {
  ...{ version: 1, firstDay: '2026-01-06', lastDay: '2026-01-12', publishedAt: at, endsAt: '2026-01-12T15:59:59.999Z' },
  ...{ places: 1, hash: 'a'.repeat(64), document: 'd'.repeat(64) },
};
export const notice: NoticeRecord = { entity: 'Notice', roundId: ROUND, ...noticeVersion, earlier: [] };
export const corrected: NoticeVersion = {
  ...{ ...noticeVersion, version: 2, lastDay: '2026-01-13', publishedAt: '2026-01-06T01:00:00.000Z' },
  ...{ document: 'e'.repeat(64), endsAt: '2026-01-13T15:59:59.999Z' },
  correction: { by: 'bureau-7', reason: '名称有误。', out: [], in: [], amended: [ID] },
};
export const noticeDocument: NoticeDocument = {
  ...{
    schema: 'awards-notice/1',
    round: ROUND,
    version: 1,
    publishedAt: at,
    endsAt: noticeVersion.endsAt,
    reason: null,
  },
  days: ['2026-01-06', '2026-01-07', '2026-01-08', '2026-01-09', '2026-01-12'],
  entries: [
    { applicationId: ID, category: 'benchmark-enterprise', name: '某公司', title: '某公司', district: '市南区' },
    { applicationId: OTHER, category: 'chain-case', name: '乙公司', title: '某案例', district: '城阳区' },
  ],
};
export const root = 'b'.repeat(64);
export const roots: RootRecord[] = (['intake', 'notice', 'awards'] as const).map((gate) => ({
  ...{ entity: 'Root', round: ROUND, gate, no: 1, category: 'benchmark-enterprise' },
  ...{ count: 3, root, algorithm: 'sha256-rfc6962', sealedAt: at },
}));
export const listed = (state: PlaceRecord['state'], applicationId = ID) => ({
  place: { ...first.place, applicationId, state, noticeEndsAt: noticeVersion.endsAt },
  ...{ name: '某公司', title: '某项目', district: '市南区' },
});
export const noticeView: NoticeView = {
  ...{ roundId: ROUND, policy, version: noticeVersion, versions: [noticeVersion], document: noticeDocument },
  ...{ places: [listed('shortlisted')], roots, address: `https://awards.example.test/rounds/${ROUND}/notice`, now: at },
};
