// One province of the benchmark of the exchange, as a process of its own; it does what its parent asks, one at a time.
import type { DatabasePlace } from '../../../subgraphs/server/database.js';
import { createProvinceRuntime, readInstance, startProvince } from '../../../subgraphs/province/province.js';
import { modules } from '../../../subgraphs/province/modules.js';
import { HandoffModule, measureHandoffs, measureInserts } from './handoffs.js';

/** What the process is told at its start. */
export interface ProvinceTask {
  readonly code: string;
  readonly dataDir: string;
  readonly database?: DatabasePlace;
  /** What carries its letters; the gateway unless it is given. */
  readonly natsUrl?: string;
}

/** What the parent asks for. */
export type ProvinceQuestion =
  | { readonly kind: 'join'; readonly gateway: string }
  | { readonly kind: 'inserts'; readonly seconds: number }
  | { readonly kind: 'handoffs'; readonly to: string; readonly atOnce: number; readonly seconds: number };

const { code, dataDir, database, natsUrl } = JSON.parse(process.argv[2] ?? '{}') as ProvinceTask; // written by the benchmark
const handoffs = new HandoffModule();
const shared = createProvinceRuntime([...modules, handoffs.module]);
const nats = natsUrl === undefined ? undefined : { url: natsUrl, credentialsFile: undefined };
const province = await startProvince({ instance: readInstance(code), dataDir, database, port: 0, shared, nats });
const { desk, wake } = province.exchange;
await handoffs.createTable(desk);

async function answer(question: ProvinceQuestion): Promise<object> {
  switch (question.kind) {
    case 'join':
      province.joinGateway(question.gateway);
      return {};
    case 'inserts':
      return { perSecond: await measureInserts(desk, question.seconds) };
    case 'handoffs': {
      const { to, atOnce, seconds } = question;
      const endMs = performance.now() + seconds * 1_000;
      const handOff = (collaborationNo: string) => handoffs.handOff(desk, wake, { to, collaborationNo });
      const name = `B${atOnce}`;
      return await measureHandoffs(handOff, { atOnce, name, isOver: () => performance.now() >= endMs });
    }
  }
}

process.on('message', (question: ProvinceQuestion) => void answer(question).then((found) => process.send?.(found)));
process.once('disconnect', () => process.exit(0));
process.once('SIGTERM', () => void province[Symbol.asyncDispose]().then(() => process.exit(0)));
process.send?.({ url: province.url });
