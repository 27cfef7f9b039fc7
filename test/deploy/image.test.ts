import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { importsOf, parseSources, readRepository } from '../support/architecture/source-files.js';
import { inRepository } from '../support/deploy/commands.js';
import { copiedFrom, refuseDockerfile } from '../support/deploy/dockerfile-rules.js';

const read = (file: string): string => readFileSync(inRepository(file), 'utf8');
const dockerfile = read('deploy/Dockerfile');

it('is pinned, runs as nobody in particular, and fetches nothing that it runs', () => {
  expect(refuseDockerfile(dockerfile)).toEqual([]);
});

it.each([
  [
    'an image without a version',
    /node:24\.21\.0-bookworm-slim/g,
    'node:latest',
    'node:latest is not pinned to a version.',
  ],
  ['root', 'USER 1000:1000', 'USER root', 'It runs as root'],
  ['nobody named', 'USER 1000:1000\n', '', 'It runs as root'],
  ['ADD', 'COPY LICENSE', 'ADD LICENSE', 'ADD fetches and unpacks'],
  ['a secret', 'ENV NODE_ENV', 'ENV DB_PASSWORD=x NODE_ENV', 'puts a secret into the image'],
  ['tools', 'RUN mkdir /data', 'RUN npm ci && mkdir /data', 'The shipped stage installs packages'],
])('finds %s', (_what, from, to, problem) => {
  expect(refuseDockerfile(dockerfile.replaceAll(from, to)).join('\n')).toContain(problem);
});

it('runs the Node that this repository is tested with', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: Record<string, string> };

  expect(dockerfile).toContain(`node:${devDependencies['node'] ?? ''}-`);
});

it('takes only what is there, and what the context lets through', () => {
  const ignored = read('deploy/Dockerfile.dockerignore').split('\n');
  const copied = copiedFrom(dockerfile);

  expect(copied.filter((name) => !existsSync(inRepository(name)))).toEqual([]);
  const tops = copied.map((name) => name.split('/')[0] ?? '');
  expect(tops.filter((top) => !ignored.includes(`!${top}`))).toEqual([]);
});

it('has every file that the programs import', () => {
  const imports = importsOf(parseSources(readRepository(inRepository('.'))));
  const needed = new Set([
    'gateway/main.ts',
    'subgraphs/national/main.ts',
    'subgraphs/province/main.ts',
    'scripts/typescript.mjs',
    'scripts/keys.ts',
  ]);
  for (const file of needed) {
    for (const { from, target } of imports) if (from.path === file && target !== undefined) needed.add(target);
  }
  const folders = copiedFrom(dockerfile);
  const ours = [...needed].filter((file) => existsSync(inRepository(file)));

  expect(ours.length).toBeGreaterThan(400);
  expect(ours.filter((file) => !folders.some((folder) => file === folder || file.startsWith(`${folder}/`)))).toEqual(
    [],
  );
});
