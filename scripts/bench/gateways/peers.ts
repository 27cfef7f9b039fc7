import path from 'node:path';
import { gatewayFlags } from '../../gateway-flags.js';
import type { GraphFiles } from './compose-graph.js';
import type { GraphName } from './graphs.js';

/** What a gateway is started with. */
export interface PeerSetting {
  readonly files: GraphFiles;
  readonly port: number;
  /** The questions that a proxy is to know. */
  readonly stages: string;
}

/** One row of the comparison. */
export interface Peer {
  readonly name: string;
  readonly title: string;
  /** Its folder beside this file, with packages of its own; undefined for what this repository holds. */
  readonly folder?: string;
  readonly path: string;
  /** What it serves instead of the provinces. */
  readonly provinces: GraphName;
  readonly kind: 'ours' | 'gateway' | 'proxy';
  readonly command: (setting: PeerSetting) => readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

const root = path.resolve(import.meta.dirname, '../../..');
const node = [process.execPath] as const;
const typescript = ['--import', path.join(root, 'scripts/typescript.mjs')] as const;

/** The folder of a peer. */
export function peerFolder(folder: string): string {
  return path.join(import.meta.dirname, 'peers', folder);
}

function ours(name: string, title: string, flags: readonly string[]): Peer {
  return {
    name,
    title,
    path: '/graphql',
    provinces: 'provinces',
    kind: 'ours',
    command({ files, port }) {
      const isProvinces = path.basename(files.directory) === 'provinces';
      const registry = isProvinces ? ['--registry', files.registry, '--probe-interval', '0'] : [];
      const graph = ['--supergraph', files.supergraph, '--port', String(port)];
      const script = path.join(root, 'gateway/main.ts');
      return [...node, ...gatewayFlags, ...typescript, script, ...graph, ...registry, ...flags];
    },
  };
}

function hive(name: string, title: string, flags: readonly string[]): Peer {
  return {
    name,
    title,
    folder: 'hive',
    path: '/graphql',
    provinces: 'lists',
    kind: 'gateway',
    command({ files, port }) {
      const folder = peerFolder('hive');
      const main = path.join(folder, 'node_modules/@graphql-hive/gateway/dist/bin.js');
      const settings = ['-c', path.join(folder, 'settings.mjs'), '-h', '127.0.0.1', '-p', String(port)];
      return [...node, main, 'supergraph', files.supergraph, ...settings, ...flags];
    },
  };
}

function script(folder: string, title: string, input: (files: GraphFiles) => string): Peer {
  return {
    name: folder,
    title,
    folder,
    path: folder === 'apollo' ? '/' : '/graphql',
    provinces: 'lists',
    kind: 'gateway',
    environment: { APOLLO_TELEMETRY_DISABLED: '1' },
    command: ({ files, port }) => [...node, path.join(peerFolder(folder), 'start.mjs'), input(files), String(port)],
  };
}

const grafbase: Peer = {
  name: 'grafbase',
  title: 'Grafbase 0.103, `grafbase dev` (Rust)',
  folder: 'grafbase',
  path: '/graphql',
  provinces: 'lists',
  kind: 'gateway',
  environment: { GRAFBASE_LOG: 'error' },
  command({ files, port }) {
    const binary = path.join(peerFolder('grafbase'), 'node_modules/@grafbase/cli-x86_64-unknown-linux-musl/grafbase');
    return [binary, 'dev', '-c', files.grafbase, '--listen-address', `127.0.0.1:${port}`];
  },
};

function proxy(form: 'bytes' | 'json', title: string): Peer {
  return {
    name: `proxy-${form}`,
    title,
    path: '/graphql',
    provinces: 'provinces',
    kind: 'proxy',
    command({ stages, port }) {
      const script = path.join(root, 'scripts/bench/gateways/bare-proxy.ts');
      return [...node, ...gatewayFlags, ...typescript, script, stages, form, String(port)];
    },
  };
}

/** Everybody who is compared, ours first. Another setting of ours is another row with other flags. */
export const peers: readonly Peer[] = [
  ours('ours', 'Tongban', []),
  ours('ours-stock', 'Tongban, `--engine stock`', ['--engine', 'stock']),
  script('apollo', 'Apollo Server 5 + @apollo/gateway', ({ supergraph }) => supergraph),
  hive('hive', 'Hive Gateway (JS planner)', ['--jit']),
  hive('hive-rust', 'Hive Gateway, router-runtime (Rust planner)', ['--hive-router-runtime']),
  script('mercurius', 'Mercurius gateway', ({ services }) => services),
  grafbase,
  proxy('bytes', 'bare proxy, bytes passed on'),
  proxy('json', 'bare proxy, JSON read and written'),
];
