import { CfnOutput, RemovalPolicy } from 'aws-cdk-lib';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { SECRET_OUTPUTS, type SecretName } from '../../shared/secrets/kinds.ts';
import type { Stage } from '../stages.ts';

/**
 * The stage's secrets, `awards/<stage>/<name>`, without a value: that is written by `awards secrets set` and by nobody else, so no
 * template, parameter or environment ever has it, and no deployment puts an old one back. The library's own construct would
 * generate a value at its creation.
 *
 * Secrets Manager and not a parameter of type SecureString: CloudFormation cannot make one of those, and this keeps the version
 * before, which a parameter gives no name to. Both are there in the China partition. It costs a few tenths of a dollar per secret
 * and month; reading them is nothing beside that, since each is read at most every five minutes by a process.
 */
export function secretsOf(scope: Construct, stage: Stage): Record<SecretName, CfnSecret> {
  const secret = (name: SecretName, description: string): CfnSecret => {
    const made = new CfnSecret(scope, `${name[0]?.toUpperCase()}${name.slice(1)}Secret`, {
      name: `awards/${stage.name}/${name}`,
      description,
    });
    made.applyRemovalPolicy(RemovalPolicy.RETAIN);
    new CfnOutput(scope, SECRET_OUTPUTS[name], { value: made.ref });
    return made;
  };
  return {
    mail: secret('mail', 'The mail server, with user and password'),
    robot: secret('robot', 'The bureau’s group robot, with its token'),
    sms: secret('sms', 'The gateway for text messages, and what messages to it are signed with'),
  };
}
