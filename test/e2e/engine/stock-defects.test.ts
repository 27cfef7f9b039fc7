import { expect, it } from '@jest/globals';
import { createStockEngine } from '../../../gateway/operation/engine/stock-engine.js';
import { executable, startContest, type Contest } from '../../support/differential-trial.js';
import { createEngineUnderTest } from '../../support/engine-under-test.js';
import { stockDefects, type StockDefect } from '../../support/stock-defects.js';
import { examples } from '../../support/supergraphs/examples.js';

async function ask({ engine, built }: Contest, { query }: StockDefect): Promise<string> {
  const operation = executable({ query, variables: {} }, engine.apiSchema);
  if (!operation) throw new Error('the query is not valid');
  return String((await engine.execute(operation, built.startRun())).data);
}

it.each(stockDefects)('the compiled engine is right where @apollo/gateway is wrong: $title', async (defect) => {
  const example = examples.find(({ name }) => name === defect.supergraph);
  if (!example) throw new Error(`there is no supergraph ${defect.supergraph}`);
  const [stock, compiled] = await Promise.all([
    startContest(example, (sdl) => createStockEngine(sdl)),
    startContest(example, createEngineUnderTest),
  ]);

  expect({ stock: await ask(stock, defect), compiled: await ask(compiled, defect) }).toEqual({
    stock: defect.given,
    compiled: defect.right,
  });
});
