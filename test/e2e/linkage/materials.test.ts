import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inTransaction } from '../../../subgraphs/province/exchange/desk.js';
import { findPrivateKey, findSigner, keyPlace } from '../../../subgraphs/province/exchange/key-files.js';
import { createLetterSealing } from '../../../subgraphs/province/exchange/letter-sealing.js';
import { systemClock } from '../../../subgraphs/province/exchange/system-clock.js';
import {
  askForChunk,
  createGatewayFetchChunk,
  type FetchChunk,
  fetchMaterials,
  keepManifest,
  type Manifest,
  noteListed,
  parseManifest,
  runTransfers,
} from '../../../subgraphs/province/materials/index.js';
import type { Asker } from '../../../scripts/demo/play-journey.js';
import { openProvinceStorage, readInstance } from '../../../subgraphs/province/province.js';
import { createMaterialFiles } from '../../../subgraphs/province/storage/material-files.js';
import { materialFolder, type ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';
import { openVault, vaultPlace } from '../../../subgraphs/province/storage/vault.js';
import { digestOf } from '../../support/material-folder.js';
import { startNetwork, type TestNetwork } from '../../support/start-network.js';

let network: TestNetwork;
let storage: ProvinceStorage;
let cases: Readonly<Record<string, readonly string[]>> = {};
beforeAll(async () => {
  network = await startNetwork({ provinces: ['GD', 'HN'], cases: 8, isGuarded: true });
  cases = { GD: await listCases('GD'), HN: await listCases('HN') };
  storage = await openProvinceStorage({
    instance: readInstance('HN'),
    dataDir: network.dataDir,
    database: network.databaseOf('HN'),
  });
});
afterAll(async () => {
  await storage.close(true);
  await network[Symbol.asyncDispose]();
});

const caseOf = (province: string, index: number): string => cases[province]?.[index] ?? '';

async function listCases(province: string): Promise<readonly string[]> {
  const query = 'query ($provinces: [ID!]) { cases(provinces: $provinces, first: 8) { nodes { id } } }';
  const { data } = await network.query(query, { provinces: [province] });
  return (data as unknown as { cases: { nodes: { id: string }[] } }).cases.nodes.map(({ id }) => id);
}

const CHUNK = 128 * 1024;

/** A PDF as far as its first bytes say; large enough for several chunks. */
const pdf = (size: number, seed: number): Uint8Array => {
  const bytes = new Uint8Array(size).map((_, index) => (index * seed) % 251);
  bytes.set(Buffer.from('%PDF-1.7'));
  return bytes;
};

interface State {
  readonly __typename: string;
  readonly id: string;
  readonly offset: number;
  readonly isFinished: boolean;
  readonly code?: string;
}

/** A window clerk of the province that owns an id; a record that nobody handles is of the whole province. */
const clerkAt = (id: string): Asker => {
  const [province = ''] = id.split(':');
  return { subject: `clerk-${province}`, role: 'clerk', province, unit: 'W1' };
};

const ANSWER = '{ __typename ... on MaterialUpload { id offset isFinished } ... on ServiceRefusal { code } }';

async function mutate<Result>(name: string, [type, variables]: readonly [string, object], answer: string) {
  const [[argument = '']] = [Object.keys(variables)];
  const query = `mutation ($${argument}: ${type}!) { result: ${name}(${argument}: $${argument}) ${answer} }`;
  const { input, uploadId } = variables as { input?: { caseId?: string; uploadId?: string }; uploadId?: string };
  const id = input?.caseId ?? input?.uploadId ?? uploadId ?? '';
  const { data, errors } = await network.query(query, variables as never, clerkAt(id));
  if (errors !== undefined) throw new Error(errors.map(({ extensions }) => extensions['code']).join());
  return (data as unknown as { result: Result }).result;
}

const begin = (caseId: string, bytes: Uint8Array, change: object = {}) => {
  const input = {
    ...{ caseId, name: '孤儿证明', digest: digestOf(bytes), size: bytes.length },
    ...{ mediaType: 'application/pdf', grade: 'C', ...change },
  };
  return mutate<State>('beginMaterial', ['BeginMaterialInput', { input }], ANSWER);
};
const append = (uploadId: string, offset: number, bytes: Uint8Array) => {
  const input = { uploadId, offset, content: Buffer.from(bytes).toString('base64') };
  return mutate<State>('appendMaterial', ['AppendMaterialInput', { input }], ANSWER);
};
const finish = (uploadId: string) => mutate<State>('finishMaterial', ['ID', { uploadId }], ANSWER);

async function upload(caseId: string, bytes: Uint8Array, change: object = {}): Promise<State> {
  const { id, offset } = await begin(caseId, bytes, change);
  for (let at = offset; at < bytes.length; at += CHUNK) await append(id, at, bytes.subarray(at, at + CHUNK));
  return finish(id);
}

async function readManifest(caseId: string): Promise<{ readonly digest: string; readonly manifest: Manifest }> {
  const { data } = await network.query(
    `query ($id: ID!) { materialManifest(caseId: $id) { digest
      entries { ordinal name digest size mediaType grade certifiedBy }
      papers { ordinal name originals copies shipmentNo digest } } }`,
    { id: caseId },
    clerkAt(caseId),
  );
  const { digest, ...lists } = (data as unknown as { materialManifest: Omit<Manifest, 'version'> & { digest: string } })
    .materialManifest;
  const manifest = parseManifest({ version: 1, ...lists });
  if (manifest === undefined) throw new Error('The graph gave no manifest.');
  return { digest, manifest };
}

describe('handing in a file', () => {
  it('takes it in chunks of the largest size, goes on where it was, and says the same again', async () => {
    const bytes = pdf(CHUNK + 1_000, 7);
    const { id } = await begin(caseOf('GD', 0), bytes);
    await append(id, 0, bytes.subarray(0, CHUNK));

    expect(await append(id, CHUNK + 10, bytes.subarray(0, 10))).toMatchObject({ code: 'CHUNK_OUT_OF_PLACE' });
    expect(await append(id, 0, bytes.subarray(0, CHUNK))).toMatchObject({ offset: CHUNK });
    expect(await finish(id)).toMatchObject({ code: 'CONTENT_SHORT' });
    const again = await begin(caseOf('GD', 0), bytes);
    expect(again).toMatchObject({ id, offset: CHUNK, isFinished: false });
    await append(id, again.offset, bytes.subarray(again.offset));

    expect(await finish(id)).toMatchObject({ isFinished: true, offset: bytes.length });
    expect(await finish(id)).toMatchObject({ isFinished: true });
    expect(await begin(caseOf('GD', 0), bytes)).toMatchObject({ isFinished: true });
    expect((await readManifest(caseOf('GD', 0))).manifest.entries).toEqual([
      expect.objectContaining({ ordinal: 1, name: '孤儿证明', digest: digestOf(bytes), size: bytes.length }),
    ]);
  });

  it('throws away what is not what was said, and takes the right one afterwards', async () => {
    const bytes = pdf(2_000, 3);
    const wrong = bytes.map((byte, index) => (index === 1_500 ? byte ^ 1 : byte));
    const { id } = await begin(caseOf('GD', 1), bytes);
    await append(id, 0, wrong);

    expect(await finish(id)).toMatchObject({ code: 'DIGEST_DIFFERS' });
    expect(await begin(caseOf('GD', 1), bytes)).toMatchObject({ offset: 0 });
    expect(await upload(caseOf('GD', 1), bytes)).toMatchObject({ isFinished: true });
  });

  it('asks for the bytes of a file that it has already for another case', async () => {
    const bytes = pdf(2_000, 5);
    await upload(caseOf('GD', 2), bytes);
    const { id, offset } = await begin(caseOf('GD', 3), bytes);

    expect(offset).toBe(0);
    expect(await finish(id)).toMatchObject({ code: 'CONTENT_SHORT' });
  });

  it('refuses with a reason what it does not take', async () => {
    const program = new Uint8Array(Buffer.from('MZ program, not a document'));

    expect(await upload(caseOf('GD', 4), program)).toMatchObject({ code: 'CONTENT_NOT_OF_TYPE' });
    expect(await begin(caseOf('GD', 4), program, { grade: 'A' })).toMatchObject({ code: 'CERTIFIER_MISSING' });
    expect(await begin(caseOf('GD', 4), program, { mediaType: 'text/html' })).toMatchObject({
      code: 'MEDIA_TYPE_NOT_ALLOWED',
    });
    const { id } = await begin(caseOf('GD', 4), program, { size: 10 });
    expect(await append(id, 0, program)).toMatchObject({ code: 'CONTENT_TOO_LONG' });
    expect(await finish('GD:MaterialUpload:none')).toMatchObject({ code: 'UPLOAD_UNKNOWN' });
  });

  it('says of a case that is not there what it says of another’s', async () => {
    const nowhere = 'GD:Case:none';
    const answer = '{ __typename ... on ServiceRefusal { code } }';
    const papers = [{ name: '结婚证', originals: 1, copies: 0, shipmentNo: 'SF1' }];
    const arrived = [{ ...papers[0], damaged: 0 }];
    const asked = [
      begin(nowhere, pdf(2_000, 5)),
      mutate<State>('listPapers', ['ListPapersInput', { input: { caseId: nowhere, papers } }], answer),
      mutate<State>(
        'recordPaperArrival',
        ['RecordArrivalInput', { input: { caseId: nowhere, papers: arrived } }],
        answer,
      ),
    ];

    for (const { status, ...result } of await Promise.allSettled(asked)) {
      expect([status, String((result as { readonly reason?: unknown }).reason)]).toEqual([
        'rejected',
        'Error: FORBIDDEN',
      ]);
    }
  });

  it('takes no text for content that is not base64', async () => {
    const { errors } = await network.query(
      `mutation ($input: AppendMaterialInput!) { appendMaterial(input: $input) ${ANSWER} }`,
      { input: { uploadId: 'GD:MaterialUpload:x', offset: 0, content: '*not base64*' } },
      clerkAt('GD:'),
    );

    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

const RECONCILED = `{ __typename ... on ServiceRefusal { code }
  ... on MaterialReconciliation { isReconciled sender { code } findings { finding isPaper ordinal name shipmentNo } } }`;

describe('from one province to another', () => {
  const bytes = pdf(300_000, 11);

  it('lets no paper go that is neither shipped nor has its file', async () => {
    await upload(caseOf('GD', 5), bytes, { grade: 'B', certifiedBy: '11440000000000000X' });
    const listPapers = (papers: readonly object[]) => {
      const answer = '{ __typename ... on ServiceRefusal { code } }';
      return mutate<State>('listPapers', ['ListPapersInput', { input: { caseId: caseOf('GD', 5), papers } }], answer);
    };
    const paper = { name: '居民户口簿', originals: 1, copies: 1 };

    expect(await listPapers([paper])).toMatchObject({ code: 'PAPER_NOT_ACCOUNTED' });
    expect(await listPapers([{ ...paper, digest: digestOf(pdf(9, 9)) }])).toMatchObject({
      code: 'PAPER_NOT_ACCOUNTED',
    });
    expect(
      await listPapers([
        { ...paper, shipmentNo: 'SF1001' },
        { ...paper, name: '结婚证', digest: digestOf(bytes) },
      ]),
    ).toMatchObject({ __typename: 'MaterialManifest' });
  });

  it('refuses a file of which one byte was changed on its way, then brings it whole, and both reconcile', async () => {
    const { manifest } = await readManifest(caseOf('GD', 5));
    const desk = { storage, nowMs: () => Date.parse('2026-03-02T02:00:00Z') };
    const source = { from: 'GD', caseId: caseOf('HN', 0) };
    const root = materialFolder(network.dataDir, 'HN');
    const { sealing } = openVault(vaultPlace('HN', { dataDir: network.dataDir }));
    const files = createMaterialFiles(root, sealing);
    const fetchChunk = fetchAs('HN');
    expect(await fetchMaterials({ ...desk, files, fetchChunk }, manifest, source)).toEqual([
      { ordinal: 1, digest: digestOf(bytes), code: 'MATERIAL_NOT_LISTED' },
    ]);
    await listTo('HN', manifest);
    const tampering: FetchChunk = async (from, digest, offset) => {
      const chunk = await fetchChunk(from, digest, offset);
      if (chunk !== undefined && !('refusal' in chunk) && offset > CHUNK) chunk.bytes[5] = (chunk.bytes[5] ?? 0) ^ 1;
      return chunk;
    };

    expect(await fetchMaterials({ ...desk, files, fetchChunk: tampering }, manifest, source)).toEqual([
      { ordinal: 1, digest: digestOf(bytes), code: 'DIGEST_DIFFERS' },
    ]);
    expect(await files.isKept({ digest: digestOf(bytes), size: bytes.length })).toBe(false);
    expect(await fetchMaterials({ ...desk, files, fetchChunk }, manifest, source)).toEqual([]);

    expect(Buffer.from(await files.readKept(digestOf(bytes), 0, 400_000)).equals(bytes)).toBe(true);
    expect(path.relative(network.dataDir, root)).toBe(path.join('materials', 'HN'));
  });

  it('compares what arrived with what the sender listed', async () => {
    const { manifest } = await readManifest(caseOf('GD', 5));
    const ask = async () => {
      const query = `query ($id: ID!) { result: materialReconciliation(caseId: $id) ${RECONCILED} }`;
      return (await network.query(query, { id: caseOf('HN', 0) }, clerkAt('HN:'))).data as unknown as {
        result: unknown;
      };
    };
    expect(await ask()).toMatchObject({ result: { code: 'MANIFEST_MISSING' } });
    await inTransaction({ storage }, (transaction) =>
      keepManifest(transaction, {
        caseId: caseOf('HN', 0),
        from: 'GD',
        manifest,
        receivedAt: '2026-03-02T02:00:00.000Z',
      }),
    );
    const missing = { finding: 'MISSING', isPaper: true, ordinal: 1, name: '居民户口簿', shipmentNo: 'SF1001' };
    const file = { finding: 'MISSING', isPaper: false, ordinal: 1, name: '孤儿证明', shipmentNo: null };
    expect(await ask()).toMatchObject({ result: { isReconciled: false, findings: [file, missing] } });
    const { sealing } = openVault(vaultPlace('HN', { dataDir: network.dataDir }));
    const files = createMaterialFiles(materialFolder(network.dataDir, 'HN'), sealing);
    await runTransfers({ storage, files, nowMs: Date.now, fetchChunk: fetchAs('HN') });

    expect(await ask()).toMatchObject({ result: { isReconciled: false, sender: { code: 'GD' }, findings: [missing] } });
    const papers = [{ shipmentNo: 'SF1001', name: '居民户口簿', originals: 1, copies: 1, damaged: 0 }];
    const recorded = await mutate(
      'recordPaperArrival',
      ['RecordArrivalInput', { input: { caseId: caseOf('HN', 0), papers } }],
      RECONCILED,
    );

    expect(recorded).toMatchObject({ isReconciled: true, findings: [] });
    expect(await ask()).toMatchObject({ result: { isReconciled: true } });
  });

  it('gives nothing to a province that was sent no list of it, nor to who signs for another, asks another or too late', async () => {
    const digest = digestOf(bytes);
    const ask = async (asker: string, to: string, nowMs = Date.now()) => {
      const question = await askForChunk(deskOf(asker, nowMs), to, { digest, offset: 0 });
      const query = `query ($question: QuestionInput!) { materialChunk(question: $question) {
        ... on SealedMaterialChunk { size } ... on ServiceRefusal { code } } }`;
      const forged = await network.query(query, { question: { ...question, to: 'GD' } });
      const other = await network.query(query, { question: { ...question, from: 'HN', to: 'GD' } });
      return [forged, other].map(({ data }) => (data as unknown as { materialChunk: object }).materialChunk);
    };
    const given = { size: bytes.length };
    const refused = { code: 'QUESTION_NOT_GENUINE' };

    expect(await ask('HN', 'GD')).toEqual([given, given]);
    expect(await ask('HN', 'ZJ')).toEqual([refused, refused]);
    expect(await ask('HN', 'GD', Date.now() - 301_000)).toEqual([refused, refused]);
    // Guangdong asks itself: it signs well, and nothing was listed to it; and it is not Hunan.
    expect(await ask('GD', 'GD')).toEqual([{ code: 'MATERIAL_NOT_LISTED' }, refused]);
  });

  it('tells who was listed nothing no more than that, whether the file is here or not', async () => {
    expect(await fetchAs('HN')('GD', 'f'.repeat(64), 0)).toEqual({ refusal: 'MATERIAL_NOT_LISTED' });
    await listTo('HN', { entries: [{ digest: 'f'.repeat(64) }] } as unknown as Manifest);
    expect(await fetchAs('HN')('GD', 'f'.repeat(64), 0)).toBeUndefined();
    await expect(fetchAs('HN')('ZJ', 'f'.repeat(64), 0)).rejects.toThrow('UNKNOWN_PROVINCE');
  });
});

/** What a province signs its questions with. */
function deskOf(code: string, nowMs = Date.now()) {
  const { dataDir } = network;
  const place = keyPlace(code, { dataDir, keysDir: path.join(dataDir, 'keys') });
  const signer = findSigner(place, nowMs);
  const letters = createLetterSealing({
    findPublished: () => undefined,
    findPrivate: (kid) => findPrivateKey(place, kid),
  });
  return { signer, letters, clock: { ...systemClock, nowMs: () => nowMs } };
}

const fetchAs = (code: string): FetchChunk => createGatewayFetchChunk(`${network.url}/graphql`, deskOf(code));

/** Guangdong lists files to another province, as it does when it writes a letter. */
async function listTo(addressee: string, manifest: Manifest): Promise<void> {
  const instance = readInstance('GD');
  const here = await openProvinceStorage({ instance, dataDir: network.dataDir, database: network.databaseOf('GD') });
  const listing = { addressee, collaborationNo: 'C-1', manifest, at: new Date().toISOString() };
  await inTransaction({ storage: here }, (transaction) => noteListed(transaction, listing));
  await here.close(true);
}
