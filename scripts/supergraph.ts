// npm run supergraph -- compose --with FILE… --out FILE: composes the contract, the national subgraph and extensions.
// npm run supergraph -- check --with FILE…: what clients would see then, held against what is committed (--base FILE for
// another version) and against the operations in use (--operations, a manifest or a folder, besides our own). A break that
// some operation meets is an error.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSchema, type GraphQLSchema } from 'graphql';
import { ConfigurationError } from '../gateway/errors.js';
import { createPlanOperation } from '../gateway/operation/engine/plan-operation.js';
import { CompositionError } from '../schema/compose.js';
import { compareSchemas, type Difference } from './supergraph/compare-schemas.js';
import { composeWith } from './supergraph/compose-with.js';
import { ownOperations, readOperations } from './supergraph/read-operations.js';

const USAGE =
  'Usage: npm run supergraph -- compose [--with [NAME=]FILE]… --out FILE | ' +
  'check [--with [NAME=]FILE]… [--base FILE] [--operations PLACE]…';
const committedFile = path.resolve(import.meta.dirname, '../schema/api.graphql');

async function run(): Promise<void> {
  const text = { type: 'string' } as const;
  const lists = { with: { ...text, multiple: true, default: [] as string[] } } as const;
  const options = { ...lists, out: text, base: text, operations: { ...lists.with } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [command, ...others] = positionals;
  if (others.length > 0) throw new TypeError(USAGE);
  if (command === 'compose' && values.out !== undefined) {
    const draft = `${values.out}.draft`;
    writeFileSync(draft, composeWith(values.with));
    renameSync(draft, values.out); // whole or not at all: a gateway reads it while it runs
    process.stdout.write(`${values.out}: ${['province', 'national', ...values.with].join(', ')}\n`);
  } else if (command === 'check') {
    const next = buildSchema(createPlanOperation(composeWith(values.with)).apiSdl, { assumeValid: true });
    const base = readSchema(values.base ?? committedFile);
    await check({ base, next, places: [...ownOperations, ...values.operations] });
  } else {
    throw new TypeError(USAGE);
  }
}

interface Versions {
  readonly base: GraphQLSchema;
  readonly next: GraphQLSchema;
  readonly places: readonly string[];
}

async function check({ base, next, places }: Versions): Promise<void> {
  const operations = readOperations(places, base);
  const { errors, warnings, additions } = await compareSchemas(base, next, operations);
  tell('ADDED   ', additions);
  tell('WARNING ', warnings);
  tell('ERROR   ', errors);
  const found = `${additions.length} additions, ${warnings.length} breaks that nobody uses, ${errors.length} that are used`;
  process.stdout.write(`${found}; ${operations.length} operations were looked at\n`);
  process.exitCode = errors.length > 0 ? 1 : 0;
}

function tell(kind: string, differences: readonly Difference[]): void {
  for (const { message, usedBy } of differences) {
    const users = usedBy.length === 0 ? '' : `: used by ${usedBy.join(', ')}`;
    process.stdout.write(`${kind}${message}${users}\n`);
  }
}

function readSchema(file: string): GraphQLSchema {
  try {
    return buildSchema(readFileSync(file, 'utf8'), { assumeValid: true });
  } catch {
    throw new ConfigurationError([
      `${file}: is no schema. Name one with --base, such as /schema.graphql of a gateway.`,
    ]);
  }
}

try {
  await run();
} catch (error) {
  const expected = [TypeError, CompositionError, ConfigurationError];
  if (!(error instanceof Error) || !expected.some((kind) => error instanceof kind)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
