import { CliError } from '../errors.ts';
import type { Command, CommandName } from '../parse.ts';
import type { Said } from '../round.ts';
import { buildPackage } from './build.ts';
import { checkPath } from './check.ts';
import { initPackage, schemaText, writeBlankForm } from './init.ts';
import { submitPackage } from './submit.ts';
import { submitList } from './submit-list.ts';

type PackageCommand = Extract<Command, { name: Extract<CommandName, `package ${string}`> }>;

/** As far as these commands need a console. */
interface Desk {
  err(text: string): void;
  environment: Record<string, string | undefined>;
}

/** What a firm, or an integrator with many, does at a console: it needs no system but the network for `submit`. */
export function packageCommand(command: PackageCommand, { environment, err }: Desk): Promise<Said> | Said {
  switch (command.name) {
    case 'package init': {
      const { category, round: roundId, uscc, 'application-no': applicationNo, name, policy, out } = command.values;
      const facts = { roundId, category, uscc, applicationNo, ...(name === undefined ? {} : { name }) };
      return initPackage(facts, out, policy);
    }
    case 'package schema':
      return { text: schemaText(command.values.category), good: true };
    case 'package form':
      return writeBlankForm(command.values.category, command.values.out, command.values.policy);
    case 'package check':
      return checkPath(command.values.file, command.values);
    case 'package build':
      return buildPackage(command.values.dir, command.values);
    case 'package submit': {
      const { file, list, wait, json = false } = command.values;
      const options = { wait, json, note: err };
      if (list !== undefined) return submitList(list, options);
      const link = command.values.link ?? environment['AWARDS_LINK'];
      if (file === undefined || link === undefined)
        throw new CliError('cli.no-link', '请给出材料包和 --link（或环境变量 AWARDS_LINK），或用 --list。');
      return submitPackage(file, link, options);
    }
  }
}
