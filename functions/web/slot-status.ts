import { SlotStatus } from '../../shared/schemas/slot-status.ts';
import type { LoadedSlot } from './load/slot.ts';

/** Exactly what the schema has, and nothing else of the records. */
export const slotStatus = ({
  slot,
  application,
  deadline,
  correction,
  takesUploads,
  uploads,
}: LoadedSlot): SlotStatus =>
  SlotStatus.parse({
    applicationId: slot.applicationId,
    application,
    deadline: correction?.deadline ?? deadline,
    takesUploads,
    uploads,
  });
