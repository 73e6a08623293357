import type { Permission } from '../../infra/local/iam/access.ts';

/**
 * A name or an ARN of the local cloud as the CDK app calls the thing: without stack, account and what is generated, such as
 * `Operationsreconciler`, `Table/index/gsi1`, `inbox/*`.
 */
function short(text: string): string {
  const name = text.startsWith('arn:') ? text.split(':').slice(5).join(':') : text;
  return name
    .replace(/(?:[A-Za-z]+-)*(?:Data|Service)-([A-Za-z]+?)(?:[0-9A-F]{2,8})?-[0-9a-f]{8}(?:\.fifo)?/, '$1')
    .replace(/(?:[a-z]+-)*data-([a-z]+?)[0-9a-f]{8}-[0-9a-f]{8}/, '$1')
    .replace(/Awards[a-z]+Service([A-Za-z]+?)[0-9A-F]{8}$/, '$1')
    .replace(/^(?:table|event-bus|rule|function|stateMachine|execution)[/:]/, '')
    .replace(/^key\/.*/, 'key')
    .replace(/^secret:.*\/([a-z]+)-\w{6}$/, 'secret $1')
    .replace(/^[0-9a-f]{10}(?=\/)/, 'api');
}

/** Such as `Operationsdue: dynamodb:Query on Table`; a service with what it does it for. */
export function plain({ principal, action, resource, source }: Permission): string {
  const who = short(principal).replace(/(?:Service)?Role$/, '');
  return `${who}: ${action} on ${short(resource)}${source === undefined ? '' : ` from ${short(source)}`}`;
}
