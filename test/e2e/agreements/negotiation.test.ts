// Agreements from the first text to the end, told between provinces: two of them, and three.
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  amendAgreement,
  counterAgreement,
  proposeAgreement,
  reviewAgreement,
  signAgreement,
  supplementAgreement,
} from '../../../subgraphs/province/agreements/commands.service.js';
import { signDocument } from '../../../subgraphs/province/access/agreements/sign-document.js';
import type { SignedDocument } from '../../../subgraphs/province/access/agreements/signed-document.js';
import { AGREEMENT_TOLD } from '../../../subgraphs/province/agreements/moves/move.rules.js';
import type { Json } from '../../../subgraphs/province/exchange/canonical-json.js';
import { atOneInstant, inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import type { ExchangeTables } from '../../../subgraphs/province/exchange/exchange.entity.js';
import { sendEnvelope } from '../../../subgraphs/province/exchange/send-envelope.js';
import type { Agreement } from '../../../subgraphs/province/shared/agreement.js';
import { AgreementWorld } from '../../support/agreements/agreement-world.js';
import { aText, aWholeClause } from '../../support/agreements/a-text.js';

const DAY_MS = 86_400_000;
// Everything of a region, so that no list of a province is asked for.
const region = { clauses: { items: [aWholeClause({ items: { allOf: 'PAN_PEARL_RIVER_DELTA' } })], dataGrants: [] } };

let world: AgreementWorld;
beforeAll(async () => {
  world = await AgreementWorld.open(['GD', 'HN', 'GX']);
});
afterAll(async () => {
  await world[Symbol.asyncDispose]();
});

let keys = 0;
const key = (): { readonly idempotencyKey: string } => ({ idempotencyKey: `k${(keys += 1)}` });
const both = { reasonZh: '理由', reasonEn: 'a reason' };

const text = (number: string, parties: readonly string[], changes: Partial<Agreement> = {}): Agreement =>
  aText(parties, { number, ...region, ...changes });

const propose = (agreement: Agreement) =>
  world.act(agreement.parties[0] ?? '', (place, given) =>
    proposeAgreement(place, given, { ...key(), document: JSON.stringify(agreement), reason: null, origin: null }),
  );

const idIn = (code: string, number: string, first = 1): string => `${code}:Agreement:${number}.${first}`;

const counter = (code: string, agreement: Agreement, first = 1) =>
  world.act(code, (place, given) =>
    counterAgreement(place, given, {
      ...{ ...key(), id: idIn(code, agreement.number, first), document: JSON.stringify(agreement), reason: 'shorter' },
    }),
  );

const hashIn = async (code: string, number: string): Promise<string> =>
  (await world.copies(code, number)).at(-1)?.hash ?? '';

const sign = async (code: string, number: string, first = 1) => {
  const hash = await hashIn(code, number);
  return world.act(code, (place, given) =>
    signAgreement(place, given, { ...key(), id: idIn(code, number, first), hash }),
  );
};

const say = (code: string, number: string, what: 'suspend' | 'resume' | 'terminate', first = 1) =>
  world.act(code, (place, given) =>
    supplementAgreement(place, given, { what, ...key(), id: idIn(code, number, first), ...both }),
  );

const statesOf = async (number: string): Promise<Record<string, string>> => {
  const found: Record<string, string> = {};
  for (const code of world.codes) {
    const rows = await world.copies(code, number);
    if (rows.length > 0) found[code] = rows.map(({ state, version }) => `${state} ${version}`).join(', ');
  }
  return found;
};

const inBook = (code: string, number: string) =>
  world
    .seat(code)
    .shelf.current()
    .filter(({ agreement }) => agreement.number === number)
    .map(({ agreement, suspensions, terminatedFromMs }) => ({
      ...{ version: agreement.version, suspensions: suspensions.length, isTerminated: terminatedFromMs !== null },
    }));

/** An agreement that all three have signed. */
async function agree(number: string, changes: Partial<Agreement> = {}): Promise<void> {
  await propose(text(number, ['GD', 'HN', 'GX'], changes));
  await world.settle();
  for (const code of ['HN', 'GX']) expect(await sign(code, number)).toMatchObject({ subject: idIn(code, number) });
  await world.settle();
}

it('is in force for both when the other party has signed the text that was proposed', async () => {
  const number = 'GD-TWO-1';

  await propose(text(number, ['GD', 'HN']));
  await world.settle();
  const before = await statesOf(number);
  const waiting = await world.warnings('HN');
  await world.act('HN', (place, given) =>
    reviewAgreement(place, given, { ...key(), id: idIn('HN', number), verdict: 'TAKE_UP' }),
  );
  await world.settle();
  const reviewed = await statesOf(number);
  await sign('HN', number);
  const asked = await statesOf(number);
  await world.settle();

  expect(before).toEqual({ GD: 'PROPOSED 1', HN: 'PROPOSED 1' });
  expect(waiting).toContain('TEXT_WAITS 1');
  expect(reviewed).toEqual({ GD: 'UNDER_REVIEW 1', HN: 'UNDER_REVIEW 1' });
  // Signed, and not confirmed by the keeper: nobody calls it signed.
  expect(asked).toEqual({ GD: 'UNDER_REVIEW 1', HN: 'UNDER_REVIEW 1' });
  expect(await statesOf(number)).toEqual({ GD: 'EFFECTIVE 1', HN: 'EFFECTIVE 1' });
  expect(await world.warnings('HN')).toEqual([]);
  expect([inBook('GD', number), inBook('HN', number), inBook('GX', number)]).toEqual([
    [{ version: 1, suspensions: 0, isTerminated: false }],
    [{ version: 1, suspensions: 0, isTerminated: false }],
    [],
  ]);
});

it('voids every signature when a party puts another text in the place of the first', async () => {
  const number = 'GD-COUNTER-1';
  await propose(text(number, ['GD', 'HN', 'GX']));
  await world.settle();
  await sign('HN', number);
  await world.settle();

  await counter('GX', text(number, ['GD', 'HN', 'GX'], { version: 2, title: { zh: '二', en: 'two' } }));
  await world.settle();
  const countered = await statesOf(number);
  await sign('GD', number);
  await world.settle();
  const adopted = await statesOf(number);
  await sign('HN', number);
  await world.settle();

  expect(countered).toEqual({ GD: 'COUNTERED 2', HN: 'COUNTERED 2', GX: 'COUNTERED 2' });
  expect(adopted).toEqual({ GD: 'PROPOSED 2', HN: 'PROPOSED 2', GX: 'PROPOSED 2' });
  expect(await statesOf(number)).toEqual({ GD: 'EFFECTIVE 2', HN: 'EFFECTIVE 2', GX: 'EFFECTIVE 2' });
  expect(inBook('HN', number)).toMatchObject([{ version: 2 }]);
});

it('takes the first of two counter-proposals that cross, and tells the other party that it came too late', async () => {
  const number = 'GD-CROSS-1';
  await propose(text(number, ['GD', 'HN', 'GX']));
  await world.settle();

  await counter('HN', text(number, ['GD', 'HN', 'GX'], { version: 2, title: { zh: '湘', en: 'HN' } }));
  await counter('GX', text(number, ['GD', 'HN', 'GX'], { version: 2, title: { zh: '桂', en: 'GX' } }));
  await world.settle();

  const hashes = await Promise.all(world.codes.map((code) => hashIn(code, number)));
  expect(new Set(hashes).size).toBe(1);
  expect(await statesOf(number)).toEqual({ GD: 'COUNTERED 2', HN: 'COUNTERED 2', GX: 'COUNTERED 2' });
  expect(await world.warnings('GX')).toContain('MOVE_REFUSED counter 2 VERSION_NOT_NEXT');
});

it('keeps the old version in force while a later one is negotiated, and until that is in force', async () => {
  const number = 'GD-AMEND-1';
  await agree(number);
  const from = new Date(world.clock.nowMs() + 2 * DAY_MS).toISOString();
  const later = text(number, ['GD', 'HN', 'GX'], { version: 2, validity: { from, until: null } });

  const asked = await world.act('HN', (place, given) =>
    amendAgreement(place, given, {
      ...{
        ...key(),
        id: idIn('HN', number),
        document: JSON.stringify(later),
        reason: 'longer',
        origin: 'HN:Consultation:1',
      },
    }),
  );
  await world.settle();
  const amending = await statesOf(number);
  for (const code of ['GD', 'GX']) await sign(code, number, 2);
  await world.settle();
  const signed = await statesOf(number);
  await world.round(2 * DAY_MS);
  await world.settle();

  expect(asked).toEqual({ subject: idIn('HN', number) });
  expect(amending['GX']).toBe('AMENDING 1, PROPOSED 2');
  expect(signed).toEqual({
    GD: 'AMENDING 1, SIGNED 2',
    HN: 'AMENDING 1, SIGNED 2',
    GX: 'AMENDING 1, SIGNED 2',
  });
  const after = 'SUPERSEDED 1, EFFECTIVE 2';
  expect(await statesOf(number)).toEqual({ GD: after, HN: after, GX: after });
  expect((await world.copies('GX', number))[1]).toMatchObject({
    origin: 'HN:Consultation:1',
    reason: 'longer',
    proposer: 'HN',
  });
});

it('lets the old version go on when the later one is declined', async () => {
  const number = 'GD-DECLINE-1';
  await agree(number);
  const document = JSON.stringify(text(number, ['GD', 'HN', 'GX'], { version: 2 }));
  await world.act('GD', (place, given) => amendAgreement(place, given, { ...key(), id: idIn('GD', number), document }));
  await world.settle();

  const bare = await world.act('HN', (place, given) =>
    reviewAgreement(place, given, { ...key(), id: idIn('HN', number, 2), verdict: 'DECLINE' }),
  );
  await world.act('HN', (place, given) =>
    reviewAgreement(place, given, { ...key(), id: idIn('HN', number, 2), verdict: 'DECLINE', reason: 'too short' }),
  );
  await world.settle();

  expect(bare).toMatchObject({ refusal: 'REASON_MISSING' });
  const after = 'EFFECTIVE 1, DECLINED 2';
  expect(await statesOf(number)).toEqual({ GD: after, HN: after, GX: after });
});

it('is suspended by one party after its notice, resumed by it alone, and terminated by all', async () => {
  const number = 'GD-STOP-1';
  await agree(number);

  const early = await world.act('HN', (place, given) =>
    supplementAgreement(place, given, {
      what: 'suspend',
      ...{ ...key(), id: idIn('HN', number), ...both, from: new Date(world.clock.nowMs() + DAY_MS).toISOString() },
    }),
  );
  await say('HN', number, 'suspend');
  await world.settle();
  const noticed = await statesOf(number);
  const notice = await world.warnings('GX');
  await world.round(10 * DAY_MS);
  await world.settle();
  const stopped = await statesOf(number);
  const foreign = await say('GX', number, 'resume');
  await say('HN', number, 'resume');
  await world.settle();
  const resumed = await statesOf(number);

  expect(early).toMatchObject({ refusal: 'NOTICE_TOO_SHORT' });
  expect(noticed).toEqual({ GD: 'EFFECTIVE 1', HN: 'EFFECTIVE 1', GX: 'EFFECTIVE 1' });
  expect(notice).toContain('SUSPENSION_NOTICE HN S-1');
  expect(stopped).toEqual({ GD: 'SUSPENDED 1', HN: 'SUSPENDED 1', GX: 'SUSPENDED 1' });
  expect(foreign).toMatchObject({ refusal: 'NOT_SUSPENDED_HERE' });
  expect(resumed).toEqual({ GD: 'EFFECTIVE 1', HN: 'EFFECTIVE 1', GX: 'EFFECTIVE 1' });

  await say('GX', number, 'terminate');
  await world.settle();
  await say('GD', number, 'terminate');
  await world.settle();
  await world.round(90 * DAY_MS);
  await world.settle();
  const twoOfThree = await statesOf(number);
  await say('HN', number, 'terminate');
  await world.settle();

  expect(twoOfThree).toEqual({ GD: 'EFFECTIVE 1', HN: 'EFFECTIVE 1', GX: 'EFFECTIVE 1' });
  expect(await statesOf(number)).toEqual({ GD: 'TERMINATED 1', HN: 'TERMINATED 1', GX: 'TERMINATED 1' });
  expect(inBook('GX', number)).toEqual([{ version: 1, suspensions: 1, isTerminated: true }]);
});

it('warns of an expiry three times, and is over at its end', async () => {
  const number = 'GD-END-1';
  const endMs = world.clock.nowMs() + 100 * DAY_MS;
  await agree(number, { validity: { from: '2026-01-01T00:00:00+08:00', until: new Date(endMs).toISOString() } });
  const told: string[] = [];
  for (const days of [61, 59, 29, 6]) {
    await world.round(endMs - days * DAY_MS - world.clock.nowMs());
    told.push((await world.warnings('HN')).filter((warning) => warning.startsWith('EXPIRY')).join());
  }
  await world.round(6 * DAY_MS);

  expect(told).toEqual(['', 'EXPIRY_EARLY 1', 'EXPIRY_SOON 1', 'EXPIRY_LAST 1']);
  expect(await statesOf(number)).toEqual({ GD: 'EXPIRED 1', HN: 'EXPIRED 1', GX: 'EXPIRED 1' });
  expect((await world.warnings('HN')).filter((warning) => warning.startsWith('EXPIRY'))).toEqual([]);
});

it.each([
  ['NUMBER_NOT_OWN', { number: 'HN-OURS-1' }],
  ['NOT_A_PARTY', { parties: ['HN', 'GX'], liaison: [] }],
  ['TERMS_INCOMPLETE', { liaison: [] }],
  [
    'TERMS_INCOMPLETE',
    { clauses: { items: [aWholeClause({ ...region.clauses.items[0], duties: [] })], dataGrants: [] } },
  ],
  ['ITEM_NOT_ON_LIST', { clauses: { items: [aWholeClause()], dataGrants: [] } }],
  ['VALIDITY_OVER', { validity: { from: '2026-01-01T00:00:00+08:00', until: '2026-02-01T00:00:00+08:00' } }],
  ['DOCUMENT_INVALID', { parties: ['GD', 'ZZ'] }],
] as const)('refuses with %s what may not be proposed', async (refusal, changes) => {
  const agreement = { ...text('GD-WRONG-1', ['GD', 'HN']), ...changes } as Agreement;

  const outcome = await world.act('GD', (place, given) =>
    proposeAgreement(place, given, { ...key(), document: JSON.stringify(agreement) }),
  );

  expect(outcome).toMatchObject({ refusal });
  expect(await world.copies('GD', 'GD-WRONG-1')).toEqual([]);
});

it('does a command once, however often it is sent, and refuses another under its key', async () => {
  const agreement = text('GD-ONCE-1', ['GD', 'HN']);
  const input = { idempotencyKey: 'the same', document: JSON.stringify(agreement) };
  const send = (document: string) =>
    world.act('GD', (place, given) => proposeAgreement(place, given, { ...input, document }));

  const outcomes = [await send(input.document), await send(input.document)];
  const other = await send(JSON.stringify({ ...agreement, isSynthetic: false }));

  expect(outcomes).toEqual([{ subject: 'GD:Agreement:GD-ONCE-1.1' }, { subject: 'GD:Agreement:GD-ONCE-1.1' }]);
  expect(other).toMatchObject({ refusal: 'KEY_REUSED' });
});

/** The keeper, or whoever claims to be, tells a party of a signature. */
const tellSigned = (
  from: string,
  to: string,
  said: { readonly number: string; readonly by: string; readonly document: Json },
) => {
  const { desk } = world.seat(from);
  const payload = { kind: 'sign', first: 1, version: 1, amends: null, origin: null, reason: null, ...said };
  const letter = { collaborationNo: `XY-${said.number}`, to, event: AGREEMENT_TOLD, payload };
  return inTransaction(desk, (transaction) => sendEnvelope(transaction, desk, letter));
};

const receiptsOf = (code: string, number: string): Promise<readonly string[]> =>
  atOneInstant(world.seat(code).desk, async (transaction) => {
    const outbox = transaction.getKysely<ExchangeTables>().selectFrom('exchange_outbox').select('receipt');
    const rows = await outbox.where('collaboration_no', '=', `XY-${number}`).orderBy('seq').execute();
    return rows.flatMap(({ receipt }) => (JSON.parse(receipt ?? '{}') as { readonly code?: string }).code ?? []);
  });

it('believes nobody that somebody else has signed: not the keeper, and still less another party', async () => {
  const number = 'GD-FORGED-1';
  await propose(text(number, ['GD', 'HN', 'GX']));
  await world.settle();
  await sign('HN', number);
  await world.settle();
  const own = await world.seat('GD').desk.signer.sign('another text');
  const document = { province: 'GX', kid: world.keyRing.signerOf('GX').kid, signedAt: NOW, signature: own };

  await tellSigned('GD', 'HN', { number, by: 'GX', document });
  await tellSigned('GX', 'HN', { number, by: 'GX', document });
  await world.settle();

  expect(await receiptsOf('GD', number)).toContain('SIGNATURE_INVALID');
  expect(await receiptsOf('GX', number)).toEqual(['NOT_FROM_THE_KEEPER']);
  expect(await statesOf(number)).toEqual({ GD: 'PROPOSED 1', HN: 'PROPOSED 1', GX: 'PROPOSED 1' });
  expect(inBook('HN', number)).toEqual([]);
  expect(await world.warnings('GD')).toContain('OUT_OF_STEP HN SIGNATURE_INVALID');
});

const NOW = '2026-03-02T01:00:00.000Z';

it('is declined by a party in whose files the number stands already', async () => {
  const number = 'GD-FILED-1';
  const parties = ['GD', 'HN', 'GX'];
  let filed: SignedDocument = { agreement: text(number, parties), signatures: [] };
  for (const code of parties) filed = await signDocument(filed, world.keyRing.signerOf(code), world.clock.nowMs());
  world.seat('GX').shelf.hold([{ file: 'filed.json', document: filed }], world.keyRing.keys);

  await propose(text(number, parties, { title: { zh: '另', en: 'another' } }));
  await world.settle();

  expect(await statesOf(number)).toEqual({ GD: 'DECLINED 1', HN: 'DECLINED 1' });
  expect(inBook('GX', number)).toHaveLength(1);
});
