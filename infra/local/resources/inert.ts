/**
 * Types without local behaviour: whoever writes logs writes them to a file. A topic has only alarms as publishers, and those are
 * looked at here, not told: there is no local endpoint to publish to, so a function that tries fails visibly. Managed policies are
 * for people: what a function may do stands in its role's own policies.
 */
export const INERT_TYPES: ReadonlySet<string> = new Set([
  'AWS::ApiGatewayV2::ApiMapping',
  'AWS::ApiGatewayV2::DomainName',
  'AWS::CDK::Metadata',
  'AWS::CloudWatch::CompositeAlarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::ManagedPolicy',
  'AWS::KMS::Alias',
  'AWS::Logs::LogGroup',
  'AWS::Logs::ResourcePolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
]);
