/** What the scoring of a seat waits for; `turn` counts the experts that the seat has had. */
export const seatWaitId = (applicationId: string, seat: number, turn: number): string =>
  `${applicationId}~score.${seat}.${turn}`;

/** The bureau is asked what is to become of an application with too few sheets, for the `no`-th time. */
export const sheetsWaitId = (applicationId: string, no: number): string => `${applicationId}~shortage.${no}`;

/** 复核打分: the one second look that the expert of a seat is asked for. */
export const lookWaitId = (applicationId: string, seat: number): string => `${applicationId}~second-look.${seat}`;
