import { expect, it } from '@jest/globals';
import { readShareLink, writeShareLink } from './share-link.js';

const question = { query: 'query 甲 { cases { totalCount } }', variables: '{"n": 3}' };

it('leads back to the question, and drops whatever else the address of the page said', () => {
  const link = new URL(writeShareLink('https://graph.example.cn/portal/playground?lang=en&token=secret#old', question));

  expect(readShareLink(link.hash)).toEqual(question);
  expect(link.href).toMatch(/^https:\/\/graph\.example\.cn\/portal\/playground#q=[\w+$-]+$/);
});

it.each(['', '#', '#q', '#q=', '#q=%%%', '#other=abc', '#q=N4Ig'])('reads no question in %j', (hash) => {
  expect(readShareLink(hash)).toBeUndefined();
});

it('reads no question in something else that was packed, nor in one too long for the gateway', () => {
  const long = { query: ' '.repeat(300_000), variables: '' };
  const other = { query: 1, variables: '' } as unknown as typeof question;

  expect(readShareLink(new URL(writeShareLink('https://a/', long)).hash)).toBeUndefined();
  expect(readShareLink(new URL(writeShareLink('https://a/', other)).hash)).toBeUndefined();
});
