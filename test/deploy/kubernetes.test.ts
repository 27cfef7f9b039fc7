import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { parseRegistry } from '../../gateway/provinces/registry.js';
import { readProvinceConfig } from '../../subgraphs/province/config.js';
import { inRepository, refuseCommand } from '../support/deploy/commands.js';
import { type Manifest, podOf, refusePods, refuseTypes } from '../support/deploy/kubernetes-rules.js';

interface Kustomization {
  readonly resources: readonly string[];
  readonly configMapGenerator: readonly { readonly name: string; readonly files: readonly string[] }[];
  readonly images: readonly { readonly name: string; readonly newTag: string }[];
}

const folder = inRepository('deploy/kubernetes');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
const kustomization = parse(read('kustomization.yaml')) as Kustomization;
const manifests = kustomization.resources.flatMap((file) =>
  parseAllDocuments(read(file), { merge: true }).map((document) => withTag(document.toJS() as Manifest)),
);
const pods = manifests.flatMap((manifest) => podOf(manifest) ?? []);

/** As kustomize does it. */
function withTag(manifest: Manifest): Manifest {
  const tags = new Map(kustomization.images.map(({ name, newTag }) => [name, `${name}:${newTag}`]));
  const text = JSON.stringify(manifest, (key, value: unknown) =>
    key === 'image' && typeof value === 'string' ? (tags.get(value) ?? value) : value,
  );
  return JSON.parse(text) as Manifest;
}

const named = (kind: string): readonly string[] =>
  manifests.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);

it('keeps to the types of Kubernetes’ own API, and finds what does not', () => {
  const [gateway, ...others] = manifests.filter(({ kind }) => kind === 'Deployment');
  const misspelt = { ...gateway, spec: { ...(gateway?.['spec'] as object), replica: 2 } } as unknown as Manifest;
  const mistyped = { ...gateway, spec: { ...(gateway?.['spec'] as object), replicas: 'two' } } as unknown as Manifest;

  expect(refuseTypes(manifests, inRepository('test'))).toEqual([]);
  expect(refuseTypes([misspelt, ...others], inRepository('test')).join()).toContain('replica');
  expect(refuseTypes([mistyped], inRepository('test'))).toHaveLength(1);
});

it('restricts every pod, bounds and probes it', () => {
  expect(manifests.flatMap(refusePods)).toEqual([]);
  expect(pods).toHaveLength(3);
});

it.each([
  ['root', { runAsNonRoot: false }, {}, 'may run as root'],
  [
    'a root file system that can be written',
    {},
    { securityContext: { readOnlyRootFilesystem: false } },
    'is not restricted',
  ],
  ['no bounds', {}, { resources: {} }, 'has no bounds'],
  ['no probe', {}, { readinessProbe: undefined }, 'has no readinessProbe'],
  ['any version', {}, { image: 'tongban:latest' }, 'is no version'],
  ['a secret', {}, { env: [{ name: 'DATABASE_URL', value: 'x' }] }, 'has the secret DATABASE_URL'],
])('finds %s', (_what, context, container, problem) => {
  const [gateway] = manifests.filter(({ kind }) => kind === 'Deployment');
  const planted = structuredClone(gateway) as Manifest & {
    spec: { template: { spec: { securityContext: object; containers: object[] } } };
  };
  Object.assign(planted.spec.template.spec.securityContext, context);
  Object.assign(planted.spec.template.spec.containers[0] ?? {}, container);

  expect(refusePods(planted).join('\n')).toContain(problem);
});

it('gives every program flags that it knows', () => {
  const placed = new Map([
    ['/etc/tongban/registry/registry.yaml', path.join(folder, 'config/registry.yaml')],
    ['/etc/tongban/province/province.yaml', path.join(folder, 'config/gd.yaml')],
  ]);
  const containers = pods.flatMap(({ containers: all, initContainers = [] }) => [...initContainers, ...all]);

  expect(containers.flatMap(({ args = [] }) => refuseCommand(args, placed))).toEqual([]);
  expect(refuseCommand(['gateway/main.ts', '--nothing-of-ours'], placed).join()).toContain('--nothing-of-ours');
});

it('generates configurations that their readers take', () => {
  const registry = path.join(folder, 'config/registry.yaml');
  const argv = ['--config', path.join(folder, 'config/gd.yaml')];

  expect([...parseRegistry(readFileSync(registry, 'utf8'), registry).provinces.keys()]).toEqual(['GD']);
  expect(readProvinceConfig(argv, { DATABASE_URL: 'postgresql://db/x' })).toMatchObject({
    code: 'GD',
    syntheticCases: 'none',
    passportKeysFile: '/etc/tongban/passport/passport.public.json',
  });
});

it('names files and objects that are there, and secrets that the operator is told to make', () => {
  const operations = readFileSync(inRepository('docs/operations.md'), 'utf8');
  const text = JSON.stringify(manifests);
  const found = (pattern: RegExp): readonly string[] => [...text.matchAll(pattern)].map(([, name = '']) => name);
  const generated = kustomization.configMapGenerator.map(({ name }) => name);
  const files = kustomization.configMapGenerator.flatMap(({ files: all }) => all.map((one) => one.split('=')[1] ?? ''));
  const made = [
    ...found(/"secretName":"([^"]+)"/g),
    ...found(/"configMap":\{"name":"([^"]+)"/g),
    ...found(/"secretKeyRef":\{"name":"([^"]+)"/g),
  ];

  expect(files.filter((file) => !existsSync(path.join(folder, file)))).toEqual([]);
  expect(
    readdirSync(folder)
      .filter((file) => file.endsWith('.yaml'))
      .toSorted(),
  ).toEqual([...kustomization.resources, 'kustomization.yaml'].toSorted());
  expect(
    made.filter(
      (name) => !generated.includes(name) && !new RegExp(`(secret generic|configmap) ${name}\\b`).test(operations),
    ),
  ).toEqual([]);
  expect(named('PodDisruptionBudget')).toEqual(['gateway']);
  expect(named('HorizontalPodAutoscaler')).toEqual(['gateway']);
  expect(named('NetworkPolicy')).toContain('nothing');
});
