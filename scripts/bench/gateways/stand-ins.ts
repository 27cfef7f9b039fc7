// A process that stands in for all services of one graph, each on a port of its own.
import { startTableServer, type Watch } from './table-server.js';
import { servicesOf, type GraphName } from './graphs.js';
import type { Call, StandInCommand, StandInFigures, StandInReady } from './stand-ins-process.js';

let requests = 0;
let calls: Call[] = [];
const watch: Watch & { holdMs: number } = {
  holdMs: 0,
  note(service, body) {
    requests += 1;
    if (watch.holdMs > 0) calls.push({ service, body: body.toString('utf8'), atMs: performance.now() });
  },
};

process.on('message', ({ holdMs }: StandInCommand) => {
  const { user, system } = process.cpuUsage();
  const figures: StandInFigures = { requests, cpuMs: (user + system) / 1000, calls };
  requests = 0;
  calls = [];
  watch.holdMs = holdMs;
  process.send?.(figures);
});
process.once('SIGTERM', () => process.exit(0));
process.once('disconnect', () => process.exit(0));

const graph = process.argv[2] as GraphName; // written by the benchmark, not by people
const services: StandInReady['services'][number][] = [];
for (const service of servicesOf(graph)) {
  const { name, sdl } = service;
  services.push({ name, sdl, url: await startTableServer(service, watch) });
}
const ready: StandInReady = { services };
process.send?.(ready);
