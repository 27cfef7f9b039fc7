import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { formatCollaborationNo } from '../../../schema/collaboration-no.js';
import { askGateway } from '../../support/ask-gateway.js';
import { startSmallFederation, type SmallFederation } from '../../support/small-federation.js';
import type { Row } from '../../support/stand-in-province.js';

// Not in alphabetical order: the order of the registry must not come out by chance.
const CODES = ['GD', 'BJ', 'XPCC', 'HN', 'SC', 'XJ'];

let federation: SmallFederation;
beforeAll(async () => {
  federation = await startSmallFederation(Object.fromEntries(CODES.map((code) => [code, []])));
});
afterAll(async () => {
  await federation[Symbol.asyncDispose]();
});

const asked = new Map<string, number>();
beforeEach(() => {
  for (const code of CODES) {
    federation.province(code).misbehave(undefined);
    asked.set(code, federation.province(code).requests.length);
  }
});

/** One row for each province that has friends, with a rank that says whose it is. */
function befriend(friends: Readonly<Record<string, readonly string[]>>): void {
  for (const [rank, code] of CODES.entries()) {
    const row: Row = {
      id: `${code}:Row:0`,
      rank,
      label: code,
      friends: (friends[code] ?? []).map((friend) => `${friend}:Row:0`),
    };
    federation.province(code).setRows([row]);
  }
}

function stop(code: string): void {
  federation.province(code).misbehave((response) => (response.destroy(), 'handled'));
}

/** How often each province was asked in this test; a lost connection is tried once more. */
function requests(): Readonly<Record<string, number>> {
  const counts = CODES.map(
    (code) => [code, federation.province(code).requests.length - (asked.get(code) ?? 0)] as const,
  );
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

const QUERY = `query ($id: ID!) { trail(id: $id) {
  rows friends { code } coverage { exact asked { code } answered { code } missing { province { code } reason } }
} }`;

interface Trail {
  readonly rows: number;
  readonly friends: readonly string[];
  readonly asked: readonly string[];
  readonly missing: readonly string[];
}

interface Code {
  readonly code: string;
}

interface Told {
  readonly rows: number;
  readonly friends: readonly Code[];
  readonly coverage: {
    readonly exact: boolean;
    readonly asked: readonly Code[];
    readonly answered: readonly Code[];
    readonly missing: readonly { readonly province: Code; readonly reason: string }[];
  };
}

async function trail(id: string): Promise<Trail> {
  const { data, errors } = await federation.query(QUERY, { id });
  expect(errors).toBeUndefined();
  const { coverage, friends, rows } = (data as unknown as { readonly trail: Told }).trail;
  const missing = coverage.missing.map(({ province, reason }) => `${province.code} ${reason}`);
  expect(coverage.exact).toBe(missing.length === 0);
  expect(coverage.answered).toHaveLength(coverage.asked.length - missing.length);
  return { rows, friends: friends.map(({ code }) => code), asked: coverage.asked.map(({ code }) => code), missing };
}

describe('a gathered field that begins at one province', () => {
  it('asks that one alone when it names nobody', async () => {
    befriend({ GD: [], BJ: ['HN'] });

    expect(await trail('GD:Trail:0')).toEqual({ rows: 1, friends: [], asked: ['GD'], missing: [] });
    expect(requests()).toEqual({ GD: 1 });
  });

  it('asks on, whom it named and whom those name, each once, and nobody else', async () => {
    befriend({ HN: ['SC', 'GD'], SC: ['HN', 'SC'], GD: ['XPCC'], XPCC: ['HN'], BJ: ['XJ'] });

    const found = await trail('HN:Trail:0');

    const asked = ['GD', 'XPCC', 'HN', 'SC'];
    expect(found).toEqual({ rows: 4, friends: ['GD', 'HN', 'SC', 'XPCC'], asked, missing: [] });
    expect(requests()).toEqual({ GD: 1, XPCC: 1, HN: 1, SC: 1 });
  });

  it('follows a path through all of them', async () => {
    befriend({ XJ: ['SC'], SC: ['HN'], HN: ['XPCC'], XPCC: ['BJ'], BJ: ['GD'], GD: ['XJ'] });

    expect(await trail('XJ:Trail:0')).toMatchObject({ rows: 6, asked: CODES, missing: [] });
    expect(requests()).toEqual(Object.fromEntries(CODES.map((code) => [code, 1])));
  });

  it('takes the origin of a collaboration number, the owner of an id, or a code for the first', async () => {
    befriend({});
    const no = formatCollaborationNo({ date: '20260302', gbCode: '660000', serial: 12 });

    expect((await trail(no)).asked).toEqual(['XPCC']);
    expect((await trail('SC:Trail:0')).asked).toEqual(['SC']);
    expect((await trail('BJ')).asked).toEqual(['BJ']);
  });

  it.each(['', 'KS2026030266000000000012?', 'trail', 'gd'])('refuses %j before anybody is asked', async (id) => {
    const answer = await federation.query(QUERY, { id });

    expect(answer.errors).toMatchObject([{ path: ['trail'], extensions: { code: 'BAD_ID' } }]);
    expect(requests()).toEqual({});
  });

  it('says in its explanation where it began', async () => {
    befriend({ GD: ['HN'] });

    const query = '{ trail(id: "GD") { rows } }';
    const { extensions } = await askGateway(federation.url, { query }, { 'x-tongban-explain': 'on' });

    const why = '@gather, beginning at id';
    expect(extensions?.['explain']).toMatchObject([{ field: 'trail', why, merged: 'object from 2 of 2 provinces' }]);
  });
});

describe('when a province is missing', () => {
  it('that was named, it is missing alone', async () => {
    befriend({ GD: ['HN', 'SC'], SC: ['BJ'] });
    stop('HN');

    const found = await trail('GD:Trail:0');

    expect(found).toMatchObject({ rows: 3, asked: ['GD', 'BJ', 'HN', 'SC'], missing: ['HN UNREACHABLE'] });
    expect(Object.keys(requests())).toEqual(['GD', 'BJ', 'HN', 'SC']);
  });

  it('at which it begins, all others are asked, since nobody else is known', async () => {
    befriend({ GD: ['HN'] });
    stop('GD');

    expect(await trail('GD:Trail:0')).toMatchObject({ rows: 5, asked: CODES, missing: ['GD UNREACHABLE'] });
  });

  it('that the registry does not have, it is missing, and no error', async () => {
    befriend({ GD: ['YN', 'HN'] });

    expect(await trail('GD:Trail:0')).toMatchObject({
      rows: 2,
      asked: ['GD', 'HN', 'YN'],
      missing: ['YN UNREACHABLE'],
    });
  });

  it('at which it begins and that the registry does not have, all that it has are asked', async () => {
    befriend({ GD: ['YN', 'HN'] });

    expect(await trail('YN:Trail:0')).toMatchObject({ rows: 6, asked: [...CODES, 'YN'], missing: ['YN UNREACHABLE'] });
  });

  it('for it names what cannot be provinces, nobody it names is asked', async () => {
    befriend({ GD: ['HN'], HN: ['SC'] });
    federation.province('HN').misbehave((_response, { data }) => {
      Object.assign((data as unknown as { trail: object }).trail, { __further: [{ code: 'BJ' }, { code: 'all' }] });
      return undefined;
    });

    expect(await trail('GD:Trail:0')).toMatchObject({ rows: 1, asked: ['GD', 'HN'], missing: ['HN CONTRACT_BREACH'] });
    expect(requests()).toEqual({ GD: 1, HN: 1 });
  });

  it('for it names more than there can be, nobody it names is asked', async () => {
    befriend({ GD: ['HN'] });
    federation.province('HN').misbehave((_response, { data }) => {
      const further = Array.from({ length: 65 }, (_, n) => ({ code: `Z${String.fromCharCode(65 + (n % 26))}` }));
      Object.assign((data as unknown as { trail: object }).trail, { __further: further });
      return undefined;
    });

    expect(await trail('GD:Trail:0')).toMatchObject({ asked: ['GD', 'HN'], missing: ['HN CONTRACT_BREACH'] });
  });

  it('for an error stands where it names others, it is missing', async () => {
    befriend({ GD: ['HN'] });
    federation.province('GD').misbehave((response, { data }) => {
      Object.assign((data as unknown as { trail: object }).trail, { __further: null });
      response.end(JSON.stringify({ data, errors: [{ message: 'no', path: ['trail', '__further'] }] }));
      return 'handled';
    });

    expect(await trail('GD:Trail:0')).toMatchObject({ rows: 5, missing: ['GD CONTRACT_BREACH'] });
  });

  it('for it refuses the question as the caller’s mistake, no other is asked', async () => {
    befriend({ GD: ['HN'] });
    federation.province('GD').misbehave((response) => {
      const extensions = { code: 'BAD_USER_INPUT' };
      response.end(JSON.stringify({ data: null, errors: [{ message: 'no', extensions, path: ['trail'] }] }));
      return 'handled';
    });

    const answer = await federation.query(QUERY, { id: 'GD:Trail:0' });

    expect(answer.errors).toMatchObject([{ path: ['trail'], extensions: { code: 'BAD_USER_INPUT' } }]);
    expect(requests()).toEqual({ GD: 1 });
  });
});
