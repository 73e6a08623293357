import type * as z from 'zod';
import type { Place } from '../template/names.ts';
import type { Plan } from '../template/plan.ts';

/** Where the local services listen; names and attributes of resources depend on it. */
export interface Endpoints {
  http: string;
  dynamodb: string;
  s3: string;
  sqs: string;
  stepfunctions: string;
  eventbridge: string;
  lambda: string;
  kms: string;
  secrets: string;
  smtp: string;
  /** Where a group's robot (`/robot`) and text messages (`/sms`) are caught. */
  messages: string;
}

export interface World {
  place: Place;
  endpoints: Endpoints;
  /** Folder of a file asset by its object key. */
  asset(objectKey: string): string | undefined;
}

/** What other resources may ask of one. */
export interface Identity {
  /** The value of `Ref`. */
  ref: string;
  arn: string;
  attributes: Record<string, string>;
}

/** A resource whose properties are resolved and known. */
export interface Known<P> {
  logicalId: string;
  name: string;
  arn: string;
  ref: string;
  properties: P;
  world: World;
}

/** One type of resource that the local cloud runs. */
export interface ResourceType<S extends z.ZodType = z.ZodType> {
  type: string;
  /** Property with the physical name, and the longest name that may be generated. */
  name?: {
    property: string;
    limit: number;
    lowerCase?: boolean;
    suffix?: (properties: Record<string, unknown>) => string;
  };
  /** Properties without local behaviour: accepted, not even resolved. */
  accepted: readonly string[];
  /** Everything else; strict, so that an unknown property is a fault. */
  properties: S;
  /** `property` gives one of its properties, resolved. */
  identity(name: string, world: World, property: (name: string) => unknown): Identity;
  /**
   * Adds the resource to the plan.
   * @returns what cannot be done with it, one line each; empty when all is well.
   */
  plan(resource: Known<z.output<S>>, plan: Plan): string[];
}

/** Only for the types: keeps the schema's type for `plan`, and forgets it outside. */
export function defineResource<S extends z.ZodType>(resource: ResourceType<S>): ResourceType {
  return {
    ...resource,
    plan: (known, plan) => resource.plan({ ...known, properties: resource.properties.parse(known.properties) }, plan),
  };
}
