/** Makes one prepared call and returns its HTTP status; preparing it beforehand keeps that out of what is measured. */
export type Performer = () => Promise<number>;

interface Answered {
  $metadata: { httpStatusCode?: number | undefined };
}

/** The status of an SDK call; 0 when nobody answered. */
export async function statusOf(call: Promise<Answered>): Promise<number> {
  try {
    return (await call).$metadata.httpStatusCode ?? 0;
  } catch (error) {
    return (error as Partial<Answered>).$metadata?.httpStatusCode ?? 0;
  }
}
