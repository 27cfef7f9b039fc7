// What a verification tells, and what nobody can find out by it.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { checkCharacter } from '../../../schema/check-character.js';
import { type LicenceNetwork, type OpenLicence, startLicenceNetwork } from '../../support/licence-network.js';

const START = Date.parse('2026-07-01T01:00:00Z');
const clerk = { role: 'clerk', province: 'HN', unit: '11430000SYNHALLZZO' } as const;

let network: LicenceNetwork;
beforeAll(async () => {
  network = await startLicenceNetwork(['GD', 'HN']);
});
afterAll(async () => {
  await network[Symbol.asyncDispose]();
});
beforeEach(() => {
  network.clock.nowMs = START;
});

const VERIFY = `mutation ($input: VerifyLicenceInput!) { result: verifyLicence(input: $input) {
  ... on LicenceVerification { verdict status validFrom validTo } ... on LicenceRefusal { code } } }`;

async function verify(input: Readonly<Record<string, unknown>>, caller: Parameters<LicenceNetwork['ask']>[0] = clerk) {
  const { data, errors } = await network.ask(caller, VERIFY, { input });
  return errors === undefined ? data?.['result'] : errors;
}

const pick = (isWanted: (row: OpenLicence) => boolean): OpenLicence => {
  const found = network.licences.find((row) => row.holder_code_type === 'RESIDENT_ID' && isWanted(row));
  if (found === undefined) throw new Error('no licence is like that');
  return found;
};

const today = '2026-07-01';
const isRunning = ({ status, valid_to: to, superseded_from: next }: OpenLicence): boolean =>
  status === 'VALID' && (to === null || to >= today) && next === null;
const nameOf = ({ code: province, identifier }: OpenLicence) => ({ province, identifier });
const holderOf = (row: OpenLicence) => ({ type: row.holder_code_type, number: row.clear.holderCode });

/** An identifier like that of a licence that is there, of one that is not. */
function unknownLike({ identifier }: OpenLicence): string {
  const [type = '', issuer = ''] = identifier.split('.').slice(5);
  const body = `${type}${issuer}NOBODYHASTHISSERIAL0001`;
  return `1.2.156.3005.2.${type}.${issuer}.NOBODYHASTHISSERIAL0.001.${checkCharacter(body)}`;
}

const NOTHING = { status: null, validFrom: null, validTo: null };

describe('a verification', () => {
  it('says that a licence is in force and its holder is right, and nothing about him', async () => {
    const row = pick(isRunning);
    const result = await verify({ ...nameOf(row), holder: holderOf(row) });

    expect(result).toEqual({ verdict: 'MATCHES', status: 'VALID', validFrom: row.valid_from, validTo: row.valid_to });
  });

  it.each(['WITHHELD', 'WITHDRAWN', 'TRANSFERRED_OUT'] as const)('says of one that is %s so', async (status) => {
    const row = pick((one) => one.status === status && (status !== 'WITHHELD' || (one.valid_to ?? '9') >= today));

    expect(await verify({ ...nameOf(row), holder: holderOf(row) })).toMatchObject({ verdict: 'NOT_VALID', status });
  });

  it('says of one whose time is over, or that another has followed, that it has lapsed', async () => {
    const over = pick((row) => row.status === 'VALID' && (row.valid_to ?? '9') < today);
    const followed = pick((row) => row.status === 'VALID' && row.superseded_from !== null);

    for (const row of [over, followed]) {
      expect(await verify(nameOf(row))).toMatchObject({ verdict: 'NOT_VALID', status: 'LAPSED' });
    }
  });

  it('gives the same answer about another holder and about a licence that is not there', async () => {
    const row = pick(isRunning);
    const another = holderOf(pick((one) => one.holder_person !== row.holder_person));
    const asked = [
      { ...nameOf(row), holder: another },
      { ...nameOf(pick(({ status }) => status !== 'VALID')), holder: another },
      { ...nameOf(row), identifier: unknownLike(row), holder: holderOf(row) },
      { ...nameOf(row), province: row.code === 'GD' ? 'HN' : 'GD', holder: holderOf(row) },
    ];
    const answers: unknown[] = [];
    const work: string[][] = [];
    for (const input of asked) {
      network.statements.length = 0;
      answers.push(await verify(input));
      // What relays and sweeps ask meanwhile is not the work of this question.
      work.push(network.statements.filter((statement) => /\blicence\b/.test(statement)));
    }

    expect(answers).toEqual(asked.map(() => ({ verdict: 'DOES_NOT_MATCH', ...NOTHING })));
    // The work is the same as well: one and the same statement, whatever is there.
    expect(new Set(work.map((statements) => JSON.stringify(statements))).size).toBe(1);
    expect(work[0]).toHaveLength(1);
  });

  it('says without a holder only whether there is such a licence', async () => {
    const row = pick(isRunning);

    expect(await verify(nameOf(row))).toMatchObject({ verdict: 'MATCHES', status: 'VALID' });
    expect(await verify({ ...nameOf(row), identifier: unknownLike(row) })).toEqual({
      verdict: 'NOT_KNOWN',
      ...NOTHING,
    });
  });

  it('is not begun with what is no identifier or no number', async () => {
    const row = pick(isRunning);
    const slipped = row.identifier.slice(0, -1) + (row.identifier.endsWith('0') ? '1' : '0');
    const { type, number } = holderOf(row);
    const wrong = number.slice(0, -1) + (number.endsWith('1') ? '2' : '1');

    expect(await verify({ ...nameOf(row), identifier: slipped })).toEqual({ code: 'IDENTIFIER_MALFORMED' });
    expect(await verify({ ...nameOf(row), holder: { type, number: wrong } })).toEqual({ code: 'DOCUMENT_MALFORMED' });
  });

  it('is for those who are known, and cannot be asked by a URL', async () => {
    const row = pick(isRunning);
    const anonymous = await network.ask(undefined, VERIFY, { input: nameOf(row) });

    expect(anonymous.errors).toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(await verify(nameOf(row), { role: 'analyst' })).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  });

  it('leaves no number and no identifier in any log', async () => {
    const row = pick(isRunning);
    await verify({ ...nameOf(row), holder: holderOf(row) });

    const lines = network.logged.join('\n');
    for (const secret of [row.clear.holderCode, row.identifier, row.holder_person]) expect(lines).not.toContain(secret);
  });
});
