// The audits of the package graphql-http, which hold a server against the GraphQL-over-HTTP specification.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { serverAudits } from 'graphql-http';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';

const byGet = 'a GET without a header that forces a preflight is refused: any page could make a browser send it';

/** What we do otherwise on purpose. Only what the specification leaves open (MAY) may stand here. */
const refused: Readonly<Record<string, string>> = {
  '5A70': byGet,
  D6D5: byGet,
  '6A70': byGet,
};

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation({ GD: [] });
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

const audits = serverAudits({ url: () => `${federation.url}/graphql` });

it.each(audits.filter(({ id }) => refused[id] === undefined))('$id $name', async ({ fn }) => {
  expect(await fn()).toMatchObject({ status: 'ok' });
});

it.each(audits.filter(({ id }) => refused[id] !== undefined))('refuses $id $name', async ({ name, fn }) => {
  expect(name).toMatch(/^MAY /);
  expect((await fn()).status).not.toBe('ok');
});

it('refuses nothing that is not an audit', () => {
  expect(Object.keys(refused).filter((id) => !audits.some((audit) => audit.id === id))).toEqual([]);
});

it('allows GET with a header that forces a preflight, in every audit of GET', async () => {
  const fetchFn: typeof fetch = (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('graphql-require-preflight', '1');
    return fetch(input, { ...init, headers });
  };
  const withHeader = serverAudits({ url: `${federation.url}/graphql`, fetchFn });

  const results = await Promise.all(withHeader.map(async ({ fn }) => await fn()));

  expect(results.filter(({ status }) => status !== 'ok')).toEqual([]);
});
