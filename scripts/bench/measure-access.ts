import { devKeyFile, issueDevToken, type DevToken } from '../../gateway/auth/dev-issuer.js';
import { formatPurpose, PURPOSE_HEADER, type Purpose } from '../../schema/purpose.js';
import { startNetwork, type Network } from '../start/network.js';
import { compare, comparisonRow, type Effort } from './compare.js';
import type { Target } from './load.js';
import { table } from './table.js';
import { createTemporaryDirectory } from './temporary-directory.js';

const CODES = ['GD', 'HN', 'SC', 'GX'];
const CASES = 500;
const ROWS = 50;

/** What it costs to know who asks, to mask, and to enter every access in the trail before anything is released. */
export async function measureAccess(effort: Effort): Promise<string> {
  using guardedPlace = createTemporaryDirectory();
  using openPlace = createTemporaryDirectory();
  const common = { port: 0, codes: CODES, averageCases: CASES };
  await using guarded = await startNetwork({ ...common, dataDir: guardedPlace.path, isGuarded: true });
  await using open = await startNetwork({ ...common, dataDir: openPlace.path, isGuarded: false });
  const bearer = async (token: Pick<DevToken, 'role' | 'province' | 'unit'>): Promise<string> => {
    const whole = { subject: 'bench', scope: undefined, hours: 1, ...token };
    return `Bearer ${await issueDevToken(devKeyFile(guardedPlace.path), whole, new Date())}`;
  };
  const supervisor = await bearer({ role: 'supervisor', province: undefined });
  const officer = await bearer({ role: 'officer', province: 'GD', unit: 'ELSEWHERE' });
  const order = { code: 'SUPERVISION', reference: 'bench-1' } as const;
  const face = { network: guarded, selection: 'id caseNo state submittedAt' };
  const named = { network: guarded, selection: `${face.selection} applicant { name documentNumber masked }` };
  const sides = [
    ['passports, signed and verified, nobody known', face, { ...face, network: open }],
    ['the same with a token', { ...face, token: supervisor }, face],
    ['applicants masked', { ...named, token: officer, expect: MASKED }, { ...face, token: officer }],
    [
      'applicants in clear, each access committed first',
      { ...named, token: supervisor, purpose: order, expect: CLEAR },
      { ...face, token: supervisor, purpose: order },
    ],
  ] as const;
  const rows: (readonly string[])[] = [];
  for (const [title, ours, theirs] of sides) {
    const rounds = await compare({ ours: pageOf(ours), theirs: pageOf(theirs) }, 1, effort);
    rows.push(comparisonRow(`${title}: p50 ms`, rounds, ({ p50Ms }) => p50Ms));
    rows.push(
      comparisonRow(`${title}: processor ms/request, all processes`, rounds, ({ cpuMsPerRequest }) => cpuMsPerRequest),
    );
  }
  return table(
    `a page of ${ROWS} cases of one province, 1 client, medians of ${effort.rounds} rounds of ${effort.seconds} s`,
    ['', 'with', 'without', 'ratio'],
    rows,
  );
}

interface Page {
  readonly network: Network;
  readonly selection: string;
  readonly token?: string;
  readonly purpose?: Purpose;
  /** What most of the applicants must look like: a fast answer without them must not count. */
  readonly expect?: RegExp;
}

const MASKED = /"masked":true/g;
const CLEAR = /"masked":false/g;

function pageOf({ network, selection, token, purpose, expect }: Page): Target {
  const query = `{ cases(provinces: ["GD"], first: ${ROWS}) { nodes { ${selection} } } }`;
  return {
    url: `${network.url}/graphql`,
    pid: network.pids,
    headers: {
      ...(token === undefined ? {} : { authorization: token }),
      ...(purpose === undefined ? {} : { [PURPOSE_HEADER]: formatPurpose(purpose) }),
    },
    body: JSON.stringify({ query }),
    check: (answer) => {
      const rows = answer.match(/"caseNo":/g)?.length ?? 0;
      const seen = expect === undefined ? ROWS : (answer.match(expect)?.length ?? 0);
      if (rows !== ROWS || seen < ROWS / 2 || answer.includes('"errors"'))
        throw new Error(`wrong answer: ${answer.slice(0, 300)}`);
    },
  };
}
