import { createHash } from 'node:crypto';

/** Where the resources live, as far as names and ARNs tell. */
export interface Place {
  partition: string;
  region: string;
  account: string;
  urlSuffix: string;
}

export const LOCAL_ACCOUNT = '000000000000';

export function placeOf(region: string): Place {
  const china = region.startsWith('cn-');
  return {
    partition: china ? 'aws-cn' : 'aws',
    region,
    account: LOCAL_ACCOUNT,
    urlSuffix: china ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
}

/** `resource` is everything after the account, such as `function:name`. */
export function arn(place: Place, service: string, resource: string): string {
  return `arn:${place.partition}:${service}:${place.region}:${place.account}:${resource}`;
}

/** What a service is called as a principal: the same in every partition. */
export const principalOf = (service: string): string => `${service}.amazonaws.com`;

/** The last part of an ARN such as `…:function:name` or `…:rule/bus/name`. */
export function nameOfArn(value: string): string {
  return value.split(/[:/]/).at(-1) ?? value;
}

/** By what a function is called, of its ARN or name: `name`, or `name:alias`. */
export function functionOf(value: string): string {
  return value.split(':function:').at(-1) ?? value;
}

/** A function's own name, of what it is called by. */
export const plainName = (calledAs: string): string => calledAs.split(':')[0] ?? calledAs;

/**
 * The name of a resource without one of its own: the same at every start, so that its data is found again.
 * CloudFormation's own names end in something random; ours in a hash of where the resource stands.
 */
export function generatedName(stack: string, logicalId: string, limit: number): string {
  const hash = createHash('sha256').update(`${stack}/${logicalId}`).digest('hex').slice(0, 8);
  return `${`${stack}-${logicalId}`.slice(0, limit - 9)}-${hash}`;
}
