import { composeServices } from '@apollo/composition';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { startDeadline } from '../../resilience/deadline.js';
import { createInlinePlanner } from './planner.js';
import { startPlannerThread } from './planner-thread.js';

const { supergraphSdl = '' } = composeServices([
  { name: 'one', url: '', typeDefs: parse('type Query { greeting(name: String): String! }') },
]);

// @apollo/query-planner 2.14.4 never comes to an end with some operations over it.
const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key" "@requires" "@external" "@interfaceObject"])';
const { supergraphSdl: endlessSdl = '' } = composeServices(
  [
    `type Query { media: [Media!]! } interface Media @key(fields: "id") { id: ID! title: String }
     type Song implements Media @key(fields: "id") { id: ID! title: String }`,
    `type Query { notes: [Note!] } type Media @interfaceObject @key(fields: "id") { id: ID! likes: Int }
     type Note @key(fields: "id") { id: ID! media: Media }`,
    `type Media @interfaceObject @key(fields: "id") {
       id: ID! title: String @external headline: String @requires(fields: "title")
     }`,
  ].map((sdl, index) => ({ name: `s${index}`, url: '', typeDefs: parse(link + sdl) })),
);

describe('a planner in a thread', () => {
  it('gives the plans and the schema that one in the thread of its caller gives', async () => {
    using thread = await startPlannerThread(supergraphSdl);
    using inline = createInlinePlanner(supergraphSdl);
    const document = 'query ($n: String) { a: greeting(name: $n) greeting }';

    expect(thread.apiSdl).toBe(inline.apiSdl);
    expect(await thread.plan(document)).toEqual(await inline.plan(document));
  });

  it('refuses what it cannot plan and goes on', async () => {
    using thread = await startPlannerThread(supergraphSdl);

    const [bad, good] = await Promise.allSettled([thread.plan('{ nonsense }'), thread.plan('{ greeting }')]);

    expect([bad.status, good.status]).toEqual(['rejected', 'fulfilled']);
  });

  it('gives up what takes too long, and plans what is behind it in a new thread', async () => {
    using thread = await startPlannerThread(endlessSdl, 2000);

    const [endless, other] = await Promise.allSettled([
      thread.plan('{ notes { media { ... on Song { headline } } } }'),
      thread.plan('{ notes { media { headline } } }'),
    ]);

    expect(endless).toMatchObject({ status: 'rejected', reason: { code: 'OPERATION_TOO_COSTLY' } });
    expect(other).toMatchObject({ status: 'fulfilled', value: { kind: 'QueryPlan' } });
  });

  it('refuses more than can wait, and plans the others', async () => {
    using thread = await startPlannerThread(supergraphSdl);

    const plans = await Promise.allSettled(
      Array.from({ length: 101 }, (_, index) => thread.plan(`{ a${index}: greeting }`)),
    );

    expect(plans.filter(({ status }) => status === 'fulfilled')).toHaveLength(100);
    expect(plans.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'OVERLOADED' } });
  });

  it('does not plan what nobody waits for any more, and has place for others', async () => {
    using thread = await startPlannerThread(supergraphSdl);
    const leaving = startDeadline(10_000);
    const first = thread.plan('{ greeting }');
    const left = Promise.allSettled(
      Array.from({ length: 99 }, (_, index) => thread.plan(`{ a${index}: greeting }`, leaving)),
    );

    leaving.cancel();
    const next = thread.plan('{ b: greeting }');

    expect(await first).toMatchObject({ kind: 'QueryPlan' });
    expect(await next).toMatchObject({ kind: 'QueryPlan' });
    expect((await left).filter(({ status }) => status === 'fulfilled')).toEqual([]);
  });

  it('still plans for those who hold it when it has been disposed', async () => {
    const thread = await startPlannerThread(supergraphSdl);
    thread[Symbol.dispose]();

    expect(await thread.plan('{ greeting }')).toMatchObject({ kind: 'QueryPlan' });
  });

  it('says what is wrong with a supergraph that it does not know', async () => {
    await expect(startPlannerThread('type Query { a: Int }')).rejects.toThrow(/supergraph/i);
  });
});
