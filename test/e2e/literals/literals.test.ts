import { anonymous } from '../../../gateway/auth/caller.js';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  buildSchema,
  Kind,
  parse,
  parseValue,
  print,
  validate,
  visit,
  type ExecutionResult,
  type ValueNode,
} from 'graphql';
import { createCompiledEngine } from '../../../gateway/operation/engine/compiled-engine.js';
import { createInlinePlanner, type Planner } from '../../../gateway/operation/engine/planner.js';
import { createPreparation, type Preparation, type Prepared } from '../../../gateway/operation/prepare-operation.js';
import { decisions } from '../../support/choices.js';
import { randomOperation } from '../../support/random-operation.js';
import { buildExample, createMonolith } from '../../support/supergraphs/build-example.js';
import { examples } from '../../support/supergraphs/examples.js';
import { shop } from '../../support/supergraphs/shop.js';

const RUNS = Number(process.env['RUNS'] ?? 300);
const SEED = Number(process.env['SEED'] ?? 20261124);
const MAX_DECISIONS = 200;

const graphs = examples.map((example) => {
  const schema = buildSchema(createInlinePlanner(buildExample(example).supergraphSdl).apiSdl);
  return { name: example.name, schema, monolith: createMonolith(example, schema) };
});
const trials = fc.tuple(fc.constantFrom(...graphs), decisions(MAX_DECISIONS));

function prepare(preparation: Preparation, query: string, variables: Readonly<Record<string, unknown>>): Prepared {
  const rest = {
    operationName: undefined,
    completeness: 'BEST_EFFORT',
    purpose: undefined,
    caller: anonymous,
    isExplained: false,
    schemaRefusal: undefined,
  } as const;
  return preparation.prepare({ query, variables, ...rest });
}

const shown = ({ data, errors }: ExecutionResult): string =>
  JSON.stringify([data, errors?.map(({ message, path }) => [message, path])]);

const others = ['1', '"1"', '2', '"x"', '0.5', 'null', 'UP', '[1]', '["a", null]', '{}', '{ n: 1 }', 'true', '[]'].map(
  (text) => parseValue(text, { noLocation: true }),
);

/** The same document with other literals; some of them are wrong. */
function withOtherLiterals(query: string, picks: readonly number[]): string {
  let index = 0;
  const other = (value: ValueNode): ValueNode => {
    const pick = picks[index % picks.length] ?? 0;
    index += 1;
    return value.kind === Kind.VARIABLE ? value : (others[pick % (2 * others.length)] ?? value);
  };
  return print(
    visit(parse(query), {
      Directive: () => false,
      VariableDefinition: () => false,
      Argument: (node) => ({ ...node, value: other(node.value) }),
      ObjectField: (node) => ({ ...node, value: other(node.value) }),
    }),
  );
}

describe('an operation whose literals are variables', () => {
  it('gives what the document as it was sent gives', async () => {
    let lifted = 0;
    const property = fc.asyncProperty(trials, async ([{ schema, monolith }, list]) => {
      const { query, variables } = randomOperation(schema, list);
      const prepared = prepare(createPreparation(schema), query, variables);
      fc.pre(prepared.ok);
      const { document, variables: all } = prepared.operation;
      if (Object.keys(all).some((name) => name.startsWith('_l'))) lifted += 1;

      const given = await monolith(document, all);

      expect(shown(given)).toBe(shown(await monolith(parse(query), variables)));
    });
    await fc.assert(property, { numRuns: RUNS, seed: SEED });

    expect(lifted).toBeGreaterThan(RUNS / 4);
  }, 120_000);

  it('is valid exactly where the document is, whatever other literals it has been asked with', () => {
    const preparations = new Map(graphs.map(({ name, schema }) => [name, createPreparation(schema)]));
    const seen = { valid: 0, wrong: 0 };
    const picks = fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 12 });
    const property = fc.property(trials, picks, ([{ name, schema }, list], numbers) => {
      const preparation = preparations.get(name);
      if (!preparation) throw new Error('each graph is prepared for');
      const { query, variables } = randomOperation(schema, list);
      prepare(preparation, query, variables);
      const changed = withOtherLiterals(query, numbers);
      const mistakes = validate(schema, parse(changed), undefined, { maxErrors: 20 }).slice(0, 20);

      const prepared = prepare(preparation, changed, variables);

      seen[mistakes.length > 0 ? 'wrong' : 'valid'] += 1;
      const errors = prepared.ok ? [] : prepared.errors;
      const places = errors.map(({ message, locations }) => ({ message, locations }));
      expect(places).toEqual(mistakes.map(({ message, locations }) => ({ message, locations })));
    });
    fc.assert(property, { numRuns: RUNS, seed: SEED });

    expect(Math.min(seen.valid, seen.wrong)).toBeGreaterThan(RUNS / 10);
  }, 120_000);
});

const pageOf = (index: number): string =>
  `{ product(upc: "${index % 5}") { name } topProducts(first: ${index % 4}) { upc shippingEstimate } }`;

it('plans documents that differ only in literals once', async () => {
  const built = buildExample(shop);
  const inline = createInlinePlanner(built.supergraphSdl);
  let planned = 0;
  const planner: Planner = {
    ...inline,
    plan: (document) => {
      planned += 1;
      return inline.plan(document);
    },
  };
  using engine = createCompiledEngine(built.supergraphSdl, { planner });
  const preparation = createPreparation(engine.apiSchema);
  const answers = new Set<string>();

  for (let index = 0; index < 100; index += 1) {
    const prepared = prepare(preparation, pageOf(index), {});
    if (!prepared.ok) throw new Error(JSON.stringify(prepared.errors));
    answers.add(String((await engine.execute(prepared.operation, built.startRun())).data));
  }

  expect(planned).toBe(1);
  expect(answers.size).toBeGreaterThan(1);
});
