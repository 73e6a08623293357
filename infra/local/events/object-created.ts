import type { ObjectCreated } from '../s3/types.ts';
import type { Place } from '../template/names.ts';
import type { BusEvent } from './bus.ts';

/** What S3 puts on the default bus for a new object, in EventBridge's own shape. */
export function objectCreatedEvent(event: ObjectCreated, place: Place): BusEvent {
  const { bucket, key, size, etag, versionId, sequencer, time, reason } = event;
  return {
    source: 'aws.s3',
    detailType: 'Object Created',
    resources: [`arn:${place.partition}:s3:::${bucket}`],
    time,
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag, ...(versionId !== undefined && { 'version-id': versionId }), sequencer },
      'request-id': sequencer,
      requester: place.account,
      'source-ip-address': '127.0.0.1',
      reason,
    },
  };
}
