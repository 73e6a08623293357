import {
  CfnResource,
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
} from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import type { Stage } from '../stages.ts';

/** A finding that stays, and why. */
export interface Acknowledgement {
  /** Such as `AwsSolutions-IAM5`. */
  rule: string;
  /** What exactly the rule found, where it says so; see `readable`. */
  found?: readonly string[];
  /** The resources: their paths, or what they are. */
  at: readonly string[] | ((resource: IConstruct) => boolean);
  reason: string;
}

interface Finding {
  rule: string;
  found: string | undefined;
  at: string;
  resource: IConstruct;
  violation: PolicyViolation;
}

/**
 * AWS's own rule packs (cdk-nag). What they find is acknowledged in one place, by rule and resource, or refused; and an
 * acknowledgement that matches nothing is refused too, which cdk-nag's own way of acknowledging cannot do: there a wrong id
 * is silently none.
 */
export class RulePacks implements IPolicyValidationPlugin {
  readonly name = 'Rule packs';
  private readonly stage: Stage;
  private readonly acknowledgements: readonly Acknowledgement[];
  private readonly packs: NagPack[] = [new AwsSolutionsChecks(), new ServerlessChecks()];

  constructor(stage: Stage, acknowledgements: readonly Acknowledgement[]) {
    this.stage = stage;
    this.acknowledgements = acknowledgements;
  }

  validate({ appConstruct }: IPolicyValidationContext): PolicyValidationPluginReport {
    const findings = this.findings(appConstruct);
    const open = findings.filter((finding) => !this.acknowledgements.some((one) => matches(one, finding)));
    const stale = this.acknowledgements.flatMap((one) => unused(one, findings));
    const violations = [...open.map(shown), ...stale.map((what) => staleness(appConstruct, what))];
    return { success: violations.length === 0, violations };
  }

  private findings(app: IConstruct): Finding[] {
    const byPath = new Map(app.node.findAll().map((found) => [found.node.path, found]));
    return this.packs.flatMap((pack) =>
      pack.validateScope(app).violations.flatMap((violation) =>
        violation.violatingResources.flatMap(({ constructPath = '' }) => {
          const resource = byPath.get(constructPath);
          if (resource === undefined) throw new Error(`${violation.ruleName}: no construct ${constructPath}`);
          const [, rule = violation.ruleName, found] = /^(.+?)\[(.*)\]$/.exec(violation.ruleName) ?? [];
          const at = readablePath(constructPath, this.stage);
          return [{ rule, found: found && readable(found, this.stage), at, resource, violation }];
        }),
      ),
    );
  }
}

/** The path without the app's stage, and without what the library adds for every resource of a kind. */
function readablePath(path: string, { name }: Stage): string {
  return path
    .replace(`Awards-${name}-`, '')
    .replace(/(\/DefaultPolicy)?\/Resource$/, '')
    .replace(/(\/SqsEventSource):\w+$/, '$1');
}

/** A finding without what the library adds to names of resources: `Resource::<Evidence.Arn>/scans/*`. */
function readable(found: string, { name }: Stage): string {
  return found
    .replace(
      new RegExp(`Awards-${name}-\\w+:ExportsOutput(?:FnGetAtt|Ref)(\\w+?)[0-9A-F]{8}(\\w*?)[0-9A-F]{8}`, 'g'),
      (_, id: string, attribute: string) => `<${id}${attribute && `.${attribute}`}>`,
    )
    .replace(/<(\w+?)[0-9A-F]{8}(\.\w+)?>/g, '<$1$2>')
    .replace(/^(Resource::arn:)(<AWS::Partition>|aws-cn|aws):(\w+):(<AWS::Region>|[a-z0-9-]*):/, '$1*:$3:*:');
}

function matches({ rule, found, at }: Acknowledgement, finding: Finding): boolean {
  if (rule !== finding.rule) return false;
  if (found !== undefined && !found.includes(finding.found ?? '')) return false;
  return typeof at === 'function' ? at(ownerOf(finding.resource)) : at.includes(finding.at);
}

/** The construct that a resource is the deployed part of. */
function ownerOf(resource: IConstruct): IConstruct {
  const { scope, id } = resource.node;
  return CfnResource.isCfnResource(resource) && id === 'Resource' && scope ? scope : resource;
}

/** What of an acknowledgement matches no finding: the whole, a path, or something it says was found. */
function unused(one: Acknowledgement, findings: readonly Finding[]): string[] {
  const own = findings.filter((finding) => matches(one, finding));
  if (own.length === 0) return [`${one.rule}: ${one.reason}`];
  const paths = typeof one.at === 'function' ? [] : one.at.filter((path) => !own.some(({ at }) => at === path));
  const things = one.found?.filter((thing) => !own.some(({ found }) => found === thing)) ?? [];
  return [...paths, ...things].map((what) => `${one.rule} at ${what}: ${one.reason}`);
}

const FIX = 'Mend it, or say in infra/checks/acknowledged.ts why it stays.';

function shown({ rule, found, at, resource, violation }: Finding): PolicyViolation {
  const where = found === undefined ? at : `${at}: ${found}`;
  return {
    ...violation,
    ruleName: rule,
    description: `${violation.description} (${where})`,
    fix: FIX,
    severity: 'error',
    violatingResources: [{ constructPath: resource.node.path, locations: [] }],
  };
}

function staleness(app: IConstruct, what: string): PolicyViolation {
  return {
    ruleName: 'acknowledged-nothing',
    description: `An acknowledgement matches nothing: ${what}`,
    fix: 'Remove it from infra/checks/acknowledged.ts.',
    severity: 'error',
    violatingResources: [{ constructPath: app.node.path, locations: [] }],
  };
}
