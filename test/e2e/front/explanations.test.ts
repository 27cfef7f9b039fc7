// Who may ask how an answer came about where roles decide, through a whole gateway.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { roles, type Role } from '../../../schema/roles.js';
import { createDevTokens, type DevTokens } from '../../support/dev-tokens.js';
import { postJson, type HttpAnswer } from '../../support/send-http.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

let tokens: DevTokens;
let federation: SmallFederation;
beforeAll(async () => {
  tokens = createDevTokens();
  const settings = { explanations: 'roles', issuer: tokens.issuer } as const;
  federation = await startSmallFederation({ GD: [{ rank: 1, label: 'a' }] }, settings);
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
  tokens[Symbol.dispose]();
});

async function ask(role: Role | undefined, header: string): Promise<HttpAnswer> {
  const token = role === undefined ? {} : await tokens.bearer({ role });
  const query = '{ row(id: "GD:Row:0") { label } }';
  return await postJson(federation.url, { query }, { ...token, 'x-tongban-explain': header });
}

const explained: readonly (Role | undefined)[] = ['operator', 'analyst', 'supervisor'];
const everybody: readonly (Role | undefined)[] = [undefined, ...(Object.keys(roles) as Role[])];

it.each(explained)('explains to a caller who is %s', async (role) => {
  const answer = await ask(role, 'on');

  expect(answer.status).toBe(200);
  expect(answer.text).toContain('"explain":[');
});

it.each(everybody.filter((role) => !explained.includes(role)))(
  'explains nothing to a caller who is %s, and asks no province',
  async (role) => {
    const before = federation.province('GD').requests.length;

    const answer = await ask(role, 'on');

    const refusal = role === undefined ? [401, 'UNAUTHENTICATED'] : [403, 'FORBIDDEN'];
    expect([answer.status, ...answer.codes]).toEqual(refusal);
    expect(answer.text).toContain('operator, analyst, supervisor');
    expect(federation.province('GD').requests).toHaveLength(before);
  },
);

it('answers everybody who wants no explanation', async () => {
  const answers = await Promise.all(everybody.map((role) => ask(role, 'off')));

  expect(answers.map(({ text }) => text)).toEqual(everybody.map(() => '{"data":{"row":{"label":"a"}}}'));
});
