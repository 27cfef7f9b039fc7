import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { readOptions, UsageError } from './read-options.js';

let directory: string;
const place = (name: string): string => path.join(directory, name);
beforeAll(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'tongban-options-'));
  writeFileSync(place('newest.graphql'), '{ cases { nodes { id } } }');
  writeFileSync(place('token'), ' secret\n');
  writeFileSync(place('broken.json'), '{');
});
afterAll(() => rmSync(directory, { recursive: true }));

const usual = (...more: readonly string[]) => ['--query', place('newest.graphql'), '--format', 'csv', ...more];

it('names the file after the query, and asks the gateway of this machine, unless told otherwise', () => {
  expect(readOptions(usual(), { PORT: '4321' })).toMatchObject({
    ...{ url: 'http://127.0.0.1:4321', file: 'newest.csv', mayReplace: false, isQuiet: false, token: undefined },
    ...{ request: { query: '{ cases { nodes { id } } }', format: 'csv' }, headers: {} },
  });
  expect(readOptions(usual('--url', 'https://graph.example.cn/', '--out', 'x', '--complete'), {})).toMatchObject({
    ...{ url: 'https://graph.example.cn', file: 'x', headers: { 'x-tongban-coverage': 'complete' } },
  });
});

it('takes a token from a file or the environment, and never from the command line', () => {
  expect(readOptions(usual('--token-file', place('token')), { TONGBAN_TOKEN: 'other' }).token).toBe('secret');
  expect(readOptions(usual(), { TONGBAN_TOKEN: 'other' }).token).toBe('other');
  expect(() => readOptions(usual('--token', 'secret'), {})).toThrow(UsageError);
});

it.each([
  ['a format', () => ['--query', place('newest.graphql'), '--format', 'xlsx'], 'csv, ndjson 或 parquet'],
  ['a query', () => ['--format', 'csv'], '二选一'],
  ['one query', () => usual('--document-id', 'x'), '二选一'],
  ['a file that is there', () => ['--query', place('none'), '--format', 'csv'], 'ENOENT'],
  ['a URL', () => usual('--url', 'graph.example.cn'), 'is no URL'],
  ['variables that are JSON', () => usual('--variables', place('broken.json')), 'is not JSON'],
])('wants %s', (_, args, reason) => {
  expect(() => readOptions(args(), {})).toThrow(expect.objectContaining({ name: 'UsageError' }));
  expect(() => readOptions(args(), {})).toThrow(reason);
});
