import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from '@jest/globals';
import { formatCollaborationNo } from './collaboration-no.js';
import { gbCodes, originOf } from './province-codes.js';

it('are those of the provinces that there is an instance of', () => {
  const folder = fileURLToPath(new URL('../subgraphs/instances/', import.meta.url));
  const instances = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(`${folder}${file}`, 'utf8')) as { code: string; gbCode: string },
  );

  expect(Object.fromEntries(instances.map(({ code, gbCode }) => [code, gbCode]))).toEqual(Object.fromEntries(gbCodes));
});

it('say where a collaboration number was given', () => {
  const given = (gbCode: string): string => formatCollaborationNo({ date: '20260302', gbCode, serial: 7 });

  expect(originOf(given('660000'))).toBe('XPCC');
  expect(originOf(given('990000'))).toBeUndefined();
  expect(originOf('GD')).toBeUndefined();
});
