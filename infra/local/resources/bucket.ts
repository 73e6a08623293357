import * as z from 'zod';
import type { BucketConfig } from '../s3/types.ts';
import { defineResource } from './resource.ts';

const RETENTION = z
  .strictObject({
    Mode: z.enum(['GOVERNANCE', 'COMPLIANCE']),
    Days: z.coerce.number().int().positive().optional(),
    Years: z.coerce.number().int().positive().optional(),
  })
  .transform(({ Mode, Days, Years }) => ({ mode: Mode, days: Days ?? (Years ?? 0) * 365 }));

const CORS_RULE = z.strictObject({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).default([]),
  ExposedHeaders: z.array(z.string()).default([]),
  MaxAge: z.coerce.number().default(0),
  Id: z.string().optional(),
});

export const bucket = defineResource({
  type: 'AWS::S3::Bucket',
  name: { property: 'BucketName', limit: 60, lowerCase: true },
  // Lifecycle rules tidy up after days; nothing may depend on them.
  accepted: [
    'Tags',
    'BucketEncryption',
    'PublicAccessBlockConfiguration',
    'OwnershipControls',
    'AccessControl',
    'LifecycleConfiguration',
    'LoggingConfiguration',
    'IntelligentTieringConfigurations',
    'MetricsConfigurations',
  ],
  properties: z.strictObject({
    BucketName: z.string().optional(),
    VersioningConfiguration: z.strictObject({ Status: z.enum(['Enabled', 'Suspended']) }).optional(),
    ObjectLockEnabled: z.boolean().default(false),
    ObjectLockConfiguration: z
      .strictObject({
        ObjectLockEnabled: z.literal('Enabled').optional(),
        Rule: z.strictObject({ DefaultRetention: RETENTION }).optional(),
      })
      .optional(),
    CorsConfiguration: z.strictObject({ CorsRules: z.array(CORS_RULE) }).optional(),
    NotificationConfiguration: z
      .strictObject({
        EventBridgeConfiguration: z.strictObject({ EventBridgeEnabled: z.boolean().default(true) }).optional(),
      })
      .optional(),
  }),
  identity: (name, world) => {
    const { partition, urlSuffix, region } = world.place;
    const bucketArn = `arn:${partition}:s3:::${name}`;
    return {
      ref: name,
      arn: bucketArn,
      attributes: {
        Arn: bucketArn,
        DomainName: `${name}.s3.${urlSuffix}`,
        RegionalDomainName: `${name}.s3.${region}.${urlSuffix}`,
      },
    };
  },
  plan: ({ name, properties }, plan) => {
    const lock = properties.ObjectLockConfiguration?.Rule?.DefaultRetention;
    const config: BucketConfig = {
      versioned: properties.ObjectLockEnabled || properties.VersioningConfiguration?.Status === 'Enabled',
      notify: properties.NotificationConfiguration?.EventBridgeConfiguration?.EventBridgeEnabled ?? false,
    };
    if (lock !== undefined) config.objectLock = lock;
    if (properties.CorsConfiguration !== undefined) {
      config.cors = properties.CorsConfiguration.CorsRules.map(({ Id: _id, ...rule }) => rule);
    }
    plan.buckets.push({ name, config });
    return [];
  },
});
