import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

/** Rules of AWS's common set that only count. */
const COUNTED = [
  // Forms may be 64 KB and files 10 MB: the function has its own limits.
  'SizeRestrictions_BODY',
  // Scans, workbooks and what people write in forms look like markup often enough; pages escape all of it.
  'CrossSiteScripting_BODY',
];

/** What AWS WAF lets through to the pages. Requests that it samples would show links with their secrets, so it samples none. */
export class WebAcl extends Construct {
  constructor(scope: Construct, id: string, stage: Stage, guarded: string) {
    super(scope, id);
    const seenAs = (metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty => ({
      metricName: `awards-${stage.name}-${metricName}`,
      cloudWatchMetricsEnabled: true,
      sampledRequestsEnabled: false,
    });
    const managed = (priority: number, name: string, counted: string[] = []): wafv2.CfnWebACL.RuleProperty => ({
      name,
      priority,
      statement: {
        managedRuleGroupStatement: {
          vendorName: 'AWS',
          name,
          ruleActionOverrides: counted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
        },
      },
      overrideAction: { none: {} },
      visibilityConfig: seenAs(name),
    });
    const perAddress: wafv2.CfnWebACL.RuleProperty = {
      name: 'per-address',
      priority: 0,
      statement: { rateBasedStatement: { aggregateKeyType: 'IP', limit: stage.wafRequestsPerAddress } },
      action: { block: { customResponse: { responseCode: 429 } } },
      visibilityConfig: seenAs('per-address'),
    };
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      description: `Before the pages of ${stage.name}`,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      visibilityConfig: seenAs('pages'),
      rules: [
        perAddress,
        managed(1, 'AWSManagedRulesCommonRuleSet', COUNTED),
        managed(2, 'AWSManagedRulesKnownBadInputsRuleSet'),
      ],
    });
    new wafv2.CfnWebACLAssociation(this, 'Association', { resourceArn: guarded, webAclArn: acl.attrArn });
  }
}
