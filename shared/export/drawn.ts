import type { ApplicationRecord } from '../schemas/records.ts';

/**
 * Those among whom experts were drawn: who was recommended by then, also if it has withdrawn since. Before the draw, who
 * would be drawn for now.
 */
export function drawnOf<A extends Pick<ApplicationRecord, 'applicationId' | 'status'>>(
  applications: A[],
  seats: { applicationId: string }[],
): A[] {
  const seated = new Set(seats.map(({ applicationId }) => applicationId));
  return applications.filter(
    ({ applicationId, status }) => status === 'recommended' || (status === 'withdrawn' && seated.has(applicationId)),
  );
}
