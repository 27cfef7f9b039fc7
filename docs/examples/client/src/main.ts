// newest [PAGES] | guide ITEM FROM AT [SCENARIO] | trace NUMBER | draft ITEM FROM AT KEY. The gateway is that of
// TONGBAN_URL; with TONGBAN_TOKEN somebody asks, and with TONGBAN_BY_ID=1 operations are named by their ids.
import { createClient } from './client.ts';
import { draftCase } from './draft-case.ts';
import { showGuide } from './guide.ts';
import { showNewestCases } from './newest-cases.ts';
import { showTrace } from './trace-case.ts';

const PAGE_SIZE = 5;

const { TONGBAN_URL: url = 'http://127.0.0.1:4000', TONGBAN_TOKEN: token, TONGBAN_BY_ID: byId } = process.env;
const ask = createClient({ url, token, byId: byId === '1' });
const [command, first = '', from = '', at = '', last] = process.argv.slice(2);

async function run(): Promise<readonly string[]> {
  switch (command) {
    case 'newest':
      return await showNewestCases(ask, PAGE_SIZE, Number(first || 1));
    case 'guide':
      return await showGuide(ask, { standardItem: first, from, at, scenario: last ?? null });
    case 'trace':
      return await showTrace(ask, first);
    case 'draft':
      return await draftCase(ask, { standardItem: first, from, at, idempotencyKey: last ?? crypto.randomUUID() });
    default:
      return ['newest [PAGES] | guide ITEM FROM AT [SCENARIO] | trace NUMBER | draft ITEM FROM AT [KEY]'];
  }
}

for (const line of await run()) console.log(line);
