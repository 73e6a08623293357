import type { Gate } from '../iam/need.ts';

/** A rule of a bucket's `CorsConfiguration.CorsRules`, with CloudFormation's own property names. */
export interface CorsRule {
  AllowedOrigins: string[];
  AllowedMethods: string[];
  AllowedHeaders?: string[];
  ExposedHeaders?: string[];
  /** Seconds. */
  MaxAge?: number;
}

export interface BucketConfig {
  versioned: boolean;
  /** The bucket's default retention; it implies versioning, as on S3. */
  objectLock?: { mode: LockMode; days: number };
  cors?: CorsRule[];
  /** Whether created objects are announced by `onObjectCreated`. */
  notify: boolean;
}

type LockMode = 'GOVERNANCE' | 'COMPLIANCE';

export type CreationReason = 'PutObject' | 'PostObject' | 'CopyObject' | 'CompleteMultipartUpload';

export interface ObjectCreated {
  bucket: string;
  /** The key itself, not URL-encoded. */
  key: string;
  size: number;
  /** Without quotes. */
  etag: string;
  versionId?: string;
  /** Hexadecimal; for one key a later object has the greater string. */
  sequencer: string;
  /** Domain clock, UTC ms. */
  time: number;
  reason: CreationReason;
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface S3Options {
  /** All state lives here; a new server on the same folder goes on with it. */
  dir: string;
  /** Domain clock, UTC ms: event times, Last-Modified, retention. Signatures use the real clock. */
  now: () => number;
  credentials: Credentials;
  region: string;
  /** Says why a call is not allowed, and knows further access keys (their secret is the same); without one all are, by the one key. */
  gate?: Gate;
  /** Called once per authenticated operation with its S3 name, and bucket and first folder as `bucket/folder`. */
  count: (operation: string, place: string) => void;
  onObjectCreated: (event: ObjectCreated) => void | Promise<void>;
}

/** A run of bytes in one blob file; an object is one segment, or one per part after a multipart upload. */
export interface Segment {
  blob: string;
  size: number;
}

export interface StoredChecksum {
  algorithm: string;
  value: string;
  type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** What an upload says about its object besides the bytes. */
export interface ObjectAttributes {
  /** Response headers to give back, lower case: content-type, content-disposition, x-amz-meta-… */
  headers: Record<string, string>;
  lock?: { mode: LockMode; until: number };
  legalHold?: boolean;
}

export interface VersionData extends ObjectAttributes {
  bucket: string;
  key: string;
  /** `null` (the word) in a bucket without versioning, as on S3. */
  versionId: string;
  deleteMarker: boolean;
  size: number;
  etag: string;
  segments: Segment[];
  /** Domain clock, UTC ms. */
  modified: number;
  checksum?: StoredChecksum;
  /** The multipart upload it came from: a repeated completion finds it by this. */
  uploadId?: string;
}

export interface StoredVersion extends VersionData {
  /** Order of creation over the whole server. */
  seq: number;
}
