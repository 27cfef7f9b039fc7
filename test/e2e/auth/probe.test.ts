// A gateway asks on its own account whether provinces keep the contract. It has no role, and asks for nothing guarded.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { readAccessRules } from '../../../gateway/auth/access-rules.js';
import { openIssuePassport } from '../../../gateway/auth/issue-passport.js';
import { readSupergraph } from '../../../gateway/operation/supergraph.js';
import { createContractProbe } from '../../../gateway/routing/probe-contract.js';
import { createUpstream } from '../../../gateway/upstream/post-graphql.js';
import { startNetwork } from '../../support/start-network.js';

const file = path.resolve(import.meta.dirname, '../../../schema/supergraph.graphql');

it('finds that a province keeps the contract, which refuses what is guarded to a gateway without a role', async () => {
  await using network = await startNetwork({ provinces: ['GD'], cases: 3, isGuarded: true });
  const sdl = readFileSync(file, 'utf8');
  const budgets = { connectTimeoutMs: 1_000, headersTimeoutMs: 5_000, idleTimeoutMs: 5_000, callTimeoutMs: 5_000 };
  await using upstream = createUpstream({ ...budgets, answerLimitBytes: 8_000_000, connectionsPerOrigin: 4 });
  const { contract } = readSupergraph({ file, sdl });
  if (contract === undefined) throw new Error('no contract');
  const probe = createContractProbe(contract, {
    ...{ upstream, timeoutMs: 5_000, access: readAccessRules(sdl) },
    issuePassport: await openIssuePassport(path.join(network.dataDir, 'passport', 'key.json'), () => new Date()),
  });

  const result = await probe({
    ...{ code: 'GD', place: 0, notice: undefined },
    url: new URL(network.province('GD').url),
  });

  expect(result).toEqual({ outcome: 'kept' });
});
