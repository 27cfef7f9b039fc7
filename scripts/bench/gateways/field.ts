import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeGraph } from './compose-graph.js';
import { findFreePort, startGatewayChild, type RunningGateway } from './gateway-child.js';
import type { GraphName } from './graphs.js';
import { installPeer } from './install-peers.js';
import type { Peer } from './peers.js';
import { recordStages } from './stages.js';
import { startStandIns, type StandIns } from './stand-ins-process.js';
import { questionOf, type Question, type Workload } from './workloads.js';

/** A gateway in its place: running, over stand-ins of a graph. */
export interface Contestant {
  readonly peer: Peer;
  readonly gateway: RunningGateway;
  readonly standIns: StandIns;
}

/** All gateways over one graph, and why some are missing. */
export interface Field extends AsyncDisposable {
  readonly contestants: readonly Contestant[];
  readonly missing: readonly string[];
}

/** What a field is made of. */
export interface FieldSetting {
  readonly graph: Workload['graph'];
  readonly peers: readonly Peer[];
  readonly workloads: readonly Workload[];
  readonly directory: string;
  readonly gatewayPrefix: readonly string[];
}

/**
 * Starts every gateway over a graph, one after another. One that does not start is named among the missing; without
 * ours there is nothing to compare with, so that throws.
 */
export async function startField(setting: FieldSetting): Promise<Field> {
  await using opened = new AsyncDisposableStack();
  const grounds = new Map<GraphName, Ground>();
  const contestants: Contestant[] = [];
  const missing: string[] = [];
  for (const peer of setting.peers) {
    const graph = setting.graph === 'shop' ? 'shop' : peer.provinces;
    const ground = grounds.get(graph) ?? (await openGround(graph, setting.directory, opened));
    grounds.set(graph, ground);
    try {
      if (peer.folder !== undefined) installPeer(peer.folder);
      if (peer.kind === 'proxy') await prepareProxy(ground, contestants[0], setting.workloads);
      const gateway = opened.use(await startPeer(peer, ground, setting));
      contestants.push({ peer, gateway, standIns: ground.standIns });
    } catch (error) {
      if (peer.name === 'ours') throw error;
      const reason = error instanceof Error ? error.message : String(error);
      missing.push(`${peer.title}: ${reason.replaceAll('\n', ' ').slice(-REASON_LIMIT)}`);
    }
  }
  const resources = opened.move();
  return { contestants, missing, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** What a gateway is asked in a workload. */
export function questionFor({ standIns }: Contestant, workload: Workload): Question {
  return questionOf(workload, standIns.graph);
}

const REASON_LIMIT = 300;

interface Ground {
  readonly standIns: StandIns;
  readonly files: ReturnType<typeof writeGraph>;
  readonly stages: string;
}

async function openGround(graph: GraphName, directory: string, opened: AsyncDisposableStack): Promise<Ground> {
  const standIns = opened.use(await startStandIns(graph));
  const files = writeGraph(standIns, directory);
  return { standIns, files, stages: path.join(files.directory, 'stages.json') };
}

/** Records what ours does for each question. */
async function prepareProxy(
  { stages, standIns }: Ground,
  ours: Contestant | undefined,
  asked: readonly Workload[],
): Promise<void> {
  if (ours?.peer.name !== 'ours') throw new Error('ours has not been started first');
  const known = [];
  for (const workload of asked) {
    known.push(await recordStages(ours.gateway.url, questionFor(ours, workload), standIns));
  }
  writeFileSync(stages, JSON.stringify(known));
}

async function startPeer(
  peer: Peer,
  { files, stages }: Ground,
  { gatewayPrefix }: FieldSetting,
): Promise<RunningGateway> {
  const port = await findFreePort();
  return await startGatewayChild({
    command: [...gatewayPrefix, ...peer.command({ files, port, stages })],
    cwd: files.directory,
    // Some write into the home directory or listen for settings there.
    environment: { HOME: files.directory, ...peer.environment },
    logFile: path.join(files.directory, `${peer.name}.log`),
    port,
    path: peer.path,
  });
}
