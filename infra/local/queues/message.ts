export interface MessageAttribute {
  DataType: string;
  StringValue?: string;
  BinaryValue?: string;
}

/** A stored message. Times are real (UTC ms), as all times of queues are, but for its age. */
export interface Message {
  /** Order of arrival over all queues; also the FIFO sequence number. */
  seq: number;
  id: string;
  body: string;
  attributes: Record<string, MessageAttribute>;
  sentAt: number;
  /** When it came into this queue, domain time (UTC ms): how long it waits is told by that. */
  arrivedAt: number;
  visibleAt: number;
  receiveCount: number;
  firstReceivedAt: number | undefined;
  /** Set while in flight. */
  receipt: string | undefined;
  groupId: string | undefined;
  dedupId: string | undefined;
}

export interface NewMessage {
  /** Only for a message that moves from another queue: it keeps its id. */
  id?: string;
  body: string;
  attributes?: Record<string, MessageAttribute>;
  delaySeconds?: number;
  groupId?: string;
  dedupId?: string;
}
