import { expect, it } from '@jest/globals';
import { createStockEngine } from '../../../gateway/operation/engine/stock-engine.js';
import { executable, startContest } from '../../support/differential-trial.js';
import { dataText } from '../../support/engine-under-test.js';
import { stockDefects } from '../../support/stock-defects.js';
import { examples } from '../../support/supergraphs/examples.js';

it.each(stockDefects)('@apollo/gateway is wrong where $title', async ({ supergraph, query, given, right }) => {
  const example = examples.find(({ name }) => name === supergraph);
  if (!example) throw new Error(`there is no supergraph ${supergraph}`);
  const { engine, built, monolith } = await startContest(example, (sdl) => createStockEngine(sdl));
  const operation = executable({ query, variables: {} }, engine.apiSchema);
  if (!operation) throw new Error('the query is not valid');

  const stock = await engine.execute(operation, built.startRun());
  const { data } = await monolith(operation.document, {});

  expect({ stock: dataText(stock), monolith: JSON.stringify(data) }).toEqual({ stock: given, monolith: right });
});
