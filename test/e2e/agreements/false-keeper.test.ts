// What a keeper tells that is not so: an agreement in force that it ends, and one that is over that it lets bind.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { signDocument } from '../../../subgraphs/province/access/agreements/sign-document.js';
import type { DocumentSignature } from '../../../subgraphs/province/access/agreements/signed-document.js';
import {
  proposeAgreement,
  reviewAgreement,
  signAgreement,
  supplementAgreement,
} from '../../../subgraphs/province/agreements/commands.service.js';
import { type AgreementTables, fillShelf } from '../../../subgraphs/province/agreements/index.js';
import { AGREEMENT_TOLD, type Move } from '../../../subgraphs/province/agreements/moves/move.rules.js';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import type { Agreement } from '../../../subgraphs/province/shared/agreement.js';
import { aText, aWholeClause } from '../../support/agreements/a-text.js';
import { AgreementWorld } from '../../support/agreements/agreement-world.js';

const region = { clauses: { items: [aWholeClause({ items: { allOf: 'PAN_PEARL_RIVER_DELTA' } })], dataGrants: [] } };
const parties = ['GD', 'HN', 'GX'];
const both = { reasonZh: '理由', reasonEn: 'a reason' };

let world: AgreementWorld;
beforeAll(async () => {
  world = await AgreementWorld.open(parties);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

let keys = 0;
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: `k${(keys += 1)}` });
const idIn = (code: string, number: string): string => `${code}:Agreement:${number}.1`;
const textOf = (number: string, changes: Partial<Agreement> = {}): Agreement =>
  aText(parties, { number, ...region, ...changes });

async function propose(number: string): Promise<void> {
  await world.act('GD', (place, given) =>
    proposeAgreement(place, given, {
      ...{ ...key(), document: JSON.stringify(textOf(number)), reason: null, origin: null },
    }),
  );
  await world.settle();
}

async function sign(code: string, number: string): Promise<void> {
  const hash = (await world.copies(code, number)).at(-1)?.hash ?? '';
  await world.act(code, (place, given) => signAgreement(place, given, { ...key(), id: idIn(code, number), hash }));
  await world.settle();
}

/** Signed by Hunan, and declined by Guangxi after that. */
async function decline(number: string): Promise<void> {
  await propose(number);
  await sign('HN', number);
  await world.act('GX', (place, given) =>
    reviewAgreement(place, given, { ...key(), id: idIn('GX', number), verdict: 'DECLINE', reason: 'too short' }),
  );
  await world.settle();
}

/** The keeper tells Hunan what it likes. */
async function tell(number: string, said: Pick<Move, 'kind' | 'by'> & Partial<Move>): Promise<void> {
  const { desk } = world.seat('GD');
  const move = { number, first: 1, version: 1, document: null, amends: null, origin: null, reason: null, ...said };
  const letter = {
    collaborationNo: `XY-${number}`,
    to: 'HN',
    event: AGREEMENT_TOLD,
    payload: JSON.parse(JSON.stringify(move)) as Json,
  };
  await inTransaction(desk, (transaction) => sendEnvelope(transaction, desk, letter));
  await world.settle();
}

const stateIn = async (code: string, number: string): Promise<string | undefined> =>
  (await world.copies(code, number)).at(-1)?.state;

const inBook = (code: string, number: string) =>
  world
    .seat(code)
    .shelf.current()
    .filter(({ agreement }) => agreement.number === number)
    .map(({ agreement }) => agreement.version);

/** What Guangxi signs after all. */
const lateSignature = async (number: string) => {
  const document = { agreement: textOf(number), signatures: [] };
  const signed = await signDocument(document, world.keyRing.signerOf('GX'), world.clock.nowMs());
  const [signature] = signed.signatures as DocumentSignature[];
  if (signature === undefined) throw new Error('nobody has signed');
  return signature;
};

const keptIn = (code: string, number: string) =>
  inTransaction(world.seat(code).desk, async (transaction) => {
    const tables = transaction.getKysely<AgreementTables>();
    const id = idIn(code, number);
    const texts = tables.selectFrom('agreement_text').select('version').where('agreement_id', '=', id);
    const signatures = tables.selectFrom('agreement_signature').select('province').where('agreement_id', '=', id);
    return {
      versions: (await texts.execute()).map(({ version }) => version),
      signed: (await signatures.orderBy('province').execute()).map(({ province }) => province),
    };
  });

it('does not end what all have signed: the other party has it in force, and may suspend it', async () => {
  const number = 'GD-ENDED-1';
  await propose(number);
  for (const code of ['HN', 'GX']) await sign(code, number);

  await tell(number, { kind: 'expire', by: 'GD' });
  const after = await stateIn('HN', number);
  const suspended = await world.act('HN', (place, given) =>
    supplementAgreement(place, given, { what: 'suspend', ...key(), id: idIn('HN', number), ...both }),
  );

  expect(after).toBe('EFFECTIVE');
  expect(suspended).toMatchObject({ subject: idIn('HN', number) });
  expect(await world.warnings('GD')).toContain('OUT_OF_STEP HN NOT_IN_THIS_STATE');
});

it('may end what is negotiated', async () => {
  const number = 'GD-OPEN-1';
  await propose(number);

  await tell(number, { kind: 'expire', by: 'GD' });

  expect(await stateIn('HN', number)).toBe('EXPIRED');
});

it('adds neither a signature nor a text to what is declined', async () => {
  const number = 'GD-LATE-1';
  await decline(number);

  await tell(number, { kind: 'sign', by: 'GX', document: await lateSignature(number) });
  const document = { agreement: textOf(number, { version: 2 }), signatures: [] };
  await tell(number, { kind: 'counter', by: 'GX', version: 2, document });

  expect(await stateIn('HN', number)).toBe('DECLINED');
  expect(await keptIn('HN', number)).toEqual({ versions: [1], signed: ['GD', 'HN'] });
});

it('does not bind by what is declined, though all signatures are there', async () => {
  const number = 'GD-WHOLE-1';
  await decline(number);
  const { desk, shelf } = world.seat('HN');
  const { province, kid, signedAt: signed_at, signature } = await lateSignature(number);
  const row = { agreement_id: idIn('HN', number), version: 1, province, kid, signed_at, signature };

  await inTransaction(desk, (transaction) =>
    transaction.getKysely<AgreementTables>().insertInto('agreement_signature').values(row).execute(),
  );
  await fillShelf(desk, shelf, '');

  expect(await keptIn('HN', number)).toMatchObject({ signed: ['GD', 'GX', 'HN'] });
  expect(inBook('HN', number)).toEqual([]);
});
