import { readFileSync } from 'node:fs';
import { readAccessRules } from '../../gateway/auth/access-rules.js';
import { limits } from '../../gateway/config.js';
import type { IssuePassport } from '../../gateway/auth/issue-passport.js';
import { createContractProbe } from '../../gateway/routing/probe-contract.js';
import { createUpstream } from '../../gateway/upstream/post-graphql.js';
import { openContract, supergraph } from './compare-sdl.js';
import type { Sent } from './send-request.js';
import type { Session } from './session.js';

/** Lets a gateway's own probe try the province: what it finds is what would quarantine it. Adds `outcome` and `found`. */
export async function probeContract({ target, passports }: Session): Promise<Sent> {
  const issuePassport: IssuePassport = () => {
    const passport = passports?.sign({ as: 'gateway' });
    return passport === undefined ? undefined : Promise.resolve(passport);
  };
  await using upstream = createUpstream({ ...limits, connectionsPerOrigin: 2 });
  const access = readAccessRules(readFileSync(supergraph, 'utf8'));
  const timeoutMs = limits.provinceTimeoutMs;
  const probe = createContractProbe(openContract(), { upstream, timeoutMs, issuePassport, access });
  const beganAt = performance.now();
  const { province: code, url } = target;
  const result = await probe({ code, place: 0, url: new URL(url), maintenance: undefined });
  const found = result.outcome === 'broken' ? result.reason : '';
  const nothing = { status: 200, type: '', encoding: '', text: '', body: undefined };
  const tookMs = Math.round(performance.now() - beganAt);
  const sent =
    '网关对各省的探测：SDL 与每个汇集字段的一行 · the probe of a gateway: the SDL, and one row of every gathered field';
  return {
    came: { ...nothing, tookMs, outcome: result.outcome, found },
    exchanged: { sent, came: `${result.outcome} ${found}` },
  };
}
