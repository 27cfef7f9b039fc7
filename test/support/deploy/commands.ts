import path from 'node:path';
import { readConfig } from '../../../gateway/config.js';
import { ConfigurationError } from '../../../gateway/errors.js';
import { readNationalConfig } from '../../../subgraphs/national/config.js';
import { readProvinceConfig } from '../../../subgraphs/province/config.js';
import { StartupError } from '../../../subgraphs/server/errors.js';

const readers: Readonly<Record<string, (argv: readonly string[]) => unknown>> = {
  'gateway/main.ts': (argv) => readConfig(argv, {}),
  'subgraphs/national/main.ts': (argv) => readNationalConfig(argv, {}),
  'subgraphs/province/main.ts': (argv) => readProvinceConfig(argv, {}),
};

/**
 * What the program itself says of a command that a deployment gives it. Files of another machine cannot be read here;
 * where one stands in this repository, `placed` says so.
 */
export function refuseCommand(command: readonly string[], placed: ReadonlyMap<string, string>): readonly string[] {
  const [program = '', ...argv] = command.filter((one) => !one.startsWith('--max-semi-space-size='));
  const read = readers[program];
  if (read === undefined) return [`${program} is no program of ours.`];
  try {
    read(argv.map((one) => placed.get(one) ?? one));
    return [];
  } catch (error) {
    if (!(error instanceof ConfigurationError) && !(error instanceof StartupError)) throw error;
    return error.message.split('\n').filter((problem) => !/cannot be read/.test(problem));
  }
}

/** A file of the repository by its path from the root. */
export const inRepository = (file: string): string => path.resolve(import.meta.dirname, '../../..', file);
