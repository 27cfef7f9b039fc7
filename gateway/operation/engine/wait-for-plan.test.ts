import { composeServices } from '@apollo/composition';
import { WrittenJson } from '../../json/written-json.js';
import type { QueryPlan } from '@apollo/query-planner';
import { describe, expect, it } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { startDeadline, type Deadline } from '../../resilience/deadline.js';
import { createCompiledEngine } from './compiled-engine.js';
import type { Engine, ExecutableOperation, RunFetch } from './engine.js';
import { createInlinePlanner } from './planner.js';

const { supergraphSdl = '' } = composeServices([
  { name: 'one', url: '', typeDefs: parse('type Query { greeting(name: String): String }') },
]);

const greet: RunFetch = () => Promise.resolve({ data: { greeting: 'hi', a: 'hi', b: 'hi' }, errors: [] });

function operationOf(query: string): ExecutableOperation {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('one operation is asked for');
  return { document, operation, operationName: undefined, variables: {}, documentHash: query };
}

/** An engine whose plans come when they are released; and how often it was asked for one, under which deadlines. */
function heldEngine(keptWeight?: number) {
  const inline = createInlinePlanner(supergraphSdl);
  const asked: { readonly deadline: Deadline | undefined; release(): void }[] = [];
  const planner = {
    ...inline,
    plan(document: string, deadline?: Deadline): Promise<QueryPlan> {
      const { promise, resolve } = Promise.withResolvers<QueryPlan>();
      asked.push({ deadline, release: () => resolve(inline.plan(document)) });
      return promise;
    },
  };
  return {
    asked,
    engine: createCompiledEngine(supergraphSdl, { planner, ...(keptWeight === undefined ? {} : { keptWeight }) }),
  };
}

const codesOf = ({ errors }: Awaited<ReturnType<Engine['execute']>>): readonly string[] =>
  errors.map(({ extensions }) => extensions.code);

describe('waiting for a plan', () => {
  it('ends with the deadline of the one who waits, and with nobody else’s', async () => {
    const { engine, asked } = heldEngine();
    const operation = operationOf('{ greeting }');

    const patient = engine.execute(operation, greet, startDeadline(10_000));
    const hasty = await engine.execute(operation, greet, startDeadline(50));
    asked[0]?.release();

    expect(codesOf(hasty)).toEqual(['OVERLOADED']);
    expect(await patient).toEqual({ data: new WrittenJson('{"greeting":"hi"}'), errors: [] });
    expect(asked).toHaveLength(1);
  });

  it('ends for the planner when nobody is left who waits, and not before', async () => {
    const { engine, asked } = heldEngine();
    const operation = operationOf('{ greeting }');
    const [first, second] = [startDeadline(10_000), startDeadline(10_000)];
    const answers = [first, second].map((deadline) => engine.execute(operation, greet, deadline));

    first.cancel();
    const afterOne = asked[0]?.deadline?.ended;
    second.cancel();

    expect([afterOne, asked[0]?.deadline?.ended]).toEqual([undefined, 'cancelled']);
    expect((await Promise.all(answers)).map(codesOf)).toEqual([['OVERLOADED'], ['OVERLOADED']]);
  });
});

describe('a compiled operation', () => {
  it.each([
    ['is planned again when others have taken its place', 300, 3],
    ['is kept while there is place', 50_000, 2],
  ])('%s', async (_what, keptWeight, plans) => {
    const { engine, asked } = heldEngine(keptWeight);
    const [one, other] = [operationOf('{ a: greeting }'), operationOf('{ b: greeting }')];

    for (const operation of [one, other, one]) {
      const before = asked.length;
      const answer = engine.execute(operation, greet);
      if (asked.length > before) asked.at(-1)?.release();
      expect((await answer).errors).toEqual([]);
    }

    expect(asked).toHaveLength(plans);
  });
});
