import { composeServices } from '@apollo/composition';
import { parse, getOperationAST, execute } from 'graphql';
import { createCompiledEngine } from './gateway/operation/engine/compiled-engine.js';
import { createInlinePlanner } from './gateway/operation/engine/planner.js';
import { createStockEngine } from './gateway/operation/engine/stock-engine.js';
import { requestBody, allVariables } from './gateway/operation/engine/engine.js';
import { createShopSubgraphs } from './scripts/bench/gateways/shop-subgraphs.js';
import { workloads } from './scripts/bench/gateways/workloads.js';
const services = createShopSubgraphs();
const { supergraphSdl = '' } = composeServices(
  services.map(({ name, sdl }) => ({ name, url: 'http://x', typeDefs: parse(sdl) })),
);
const which = process.argv[2] ?? 'a';
const doc = parse(workloads.find(({ name }) => name === which)!.document);
const operation = getOperationAST(doc)!;
const op = { document: doc, operation, operationName: undefined, variables: {}, documentHash: which };
const engines: Record<string, any> = {
  compiled: createCompiledEngine(supergraphSdl, { planner: createInlinePlanner(supergraphSdl), report: console.error }),
  stock: await createStockEngine(supergraphSdl),
};
const table = new Map<string, string>();
let calls = 0,
  parseMs = 0,
  bytes = 0;
const runFetch = async (fetch: any) => {
  const body = requestBody(fetch);
  const key = fetch.subgraph + body;
  let text = table.get(key);
  if (text === undefined) {
    const s = services.find(({ name }) => name === fetch.subgraph)!;
    const { query, variables } = JSON.parse(body);
    text = JSON.stringify(
      await execute({ schema: s.schema, document: parse(query), rootValue: s.rootValue, variableValues: variables }),
    );
    table.set(key, text);
    if (process.env.SHOW)
      console.log(fetch.subgraph, fetch.text.query.slice(0, 200), body.length, text.length, text.slice(0, 150));
  }
  calls++;
  bytes += text.length;
  const b = performance.now();
  const a = JSON.parse(text);
  parseMs += performance.now() - b;
  return { data: a.data, errors: a.errors ?? [] };
};
const answers: any = {};
for (const [name, e] of Object.entries(engines)) answers[name] = await e.execute(op, runFetch);
console.log(
  'equal',
  answers.compiled.data === answers.stock.data,
  answers.compiled.data.length,
  answers.compiled.errors.length,
);
for (const round of [1, 2, 3])
  for (const [name, e] of Object.entries(engines)) {
    const n = name === 'stock' ? 30 : 600;
    parseMs = 0;
    calls = 0;
    bytes = 0;
    if (process.env.ONLY && name !== process.env.ONLY) continue;
    const began = performance.now();
    for (let i = 0; i < n; i++) await e.execute(op, runFetch);
    console.log(
      name,
      round,
      ((performance.now() - began - parseMs) / n).toFixed(3),
      'parse',
      (parseMs / n).toFixed(3),
      'calls',
      calls / n,
      'bytes',
      bytes / n,
    );
  }
