import { composeServices } from '@apollo/composition';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { createInlinePlanner } from './planner.js';
import { startPlannerThread } from './planner-thread.js';

const { supergraphSdl = '' } = composeServices([
  { name: 'one', url: '', typeDefs: parse('type Query { greeting(name: String): String! }') },
]);

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

  it('gives up what takes too long', async () => {
    using thread = await startPlannerThread(supergraphSdl, 1);

    const slow = thread.plan(`{ ${Array.from({ length: 3000 }, (_, index) => `a${index}: greeting`).join(' ')} }`);

    await expect(slow).rejects.toMatchObject({ code: 'OPERATION_TOO_COSTLY' });
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
