import {
  CloudFormationValidatePlugin,
  type IPolicyValidationContext,
  type PolicyValidationPluginReport,
} from 'aws-cdk-lib';

/**
 * The resource schemas of CloudFormation's registry and AWS's rules about templates, as the library brings them along: unknown
 * and missing properties, wrong types and values, references into nowhere. Registered by us it refuses; by itself the library only
 * warns. Warnings refuse as well.
 */
class Strict extends CloudFormationValidatePlugin {
  override validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const report = super.validate(context);
    return { ...report, success: report.violations.length === 0 };
  }
}

let engine: Strict | undefined;

/** One for all apps of this process: its rules take seconds to compile. */
export function cloudFormation(): CloudFormationValidatePlugin {
  engine ??= new Strict();
  return engine;
}
