// Every example of the playground, asked once as whom it is meant for.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { isRole, roles } from '../../../schema/roles.js';
import { readCollections } from '../../../scripts/start/read-collections.js';
import { openStream } from '../../support/live/read-stream.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

let network: TestNetwork;
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN', 'SC'], cases: 20, isGuarded: true });
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});

const examples = readCollections().flatMap(({ name, examples }) =>
  examples.map((example) => [`${name}: ${example.title}`, example] as const),
);
const isStream = ([, { query }]: (typeof examples)[number]): boolean => query.startsWith('subscription');

it.each(examples.filter((example) => !isStream(example)))(
  'answers without errors: %s',
  async (_title, { query, variables, role }) => {
    const given = JSON.parse(variables ?? '{}') as Record<string, unknown>;
    const person = createHash('sha256').update('somebody').digest('base64url');
    const asker = isRole(role)
      ? { subject: 'somebody', role, province: roles[role].isOfProvince ? 'GD' : undefined, person }
      : undefined;

    const answer = await network.query(query, given, asker);

    expect(answer.errors).toBeUndefined();
    expect(answer.extensions).toBeUndefined();
    expect(answer.data).toBeTruthy();
  },
);

it.each(examples.filter(isStream))('opens a stream: %s', async (_title, { query, variables = '{}' }) => {
  const asked = { query, variables: JSON.parse(variables) as Record<string, unknown> };
  await using stream = await openStream(`${network.url}/graphql`, asked);

  const first = await stream.next();

  // A place to go on from; a refusal would be an answer with errors.
  expect([first?.id, first?.data]).toEqual([expect.stringMatching(/^GD:CaseEvent:/), undefined]);
});
