// A province's trail on a real database, and the accesses that are entered in it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Identity } from '../../../schema/identity.js';
import type { Passport } from '../../../schema/passport.js';
import { parsePurpose } from '../../../schema/purpose.js';
import type { ProvinceContext } from '../../../subgraphs/province/context.js';
import type { KeyDirectory } from '../../../subgraphs/province/exchange/signer.js';
import { systemClock, systemRandomness } from '../../../subgraphs/province/exchange/system-clock.js';
import { entities } from '../../../subgraphs/province/modules.js';
import { createMaterialFiles } from '../../../subgraphs/province/storage/material-files.js';
import { openProvinceDatabase, type ProvinceStorage } from '../../../subgraphs/province/storage/orm.js';
import type { AccessEntry } from '../../../subgraphs/province/trail/index.js';
import type { HashedEntry, SignedHead, TrailProof } from '../../../subgraphs/province/trail/trail.rules.js';
import { hashTrailEntry, isSignedHead } from '../../../subgraphs/province/trail/trail-proof.service.js';
import { toEntry, type TrailTables } from '../../../subgraphs/province/trail/trail-rows.service.js';
import { createKeyRing } from '../exchange/key-ring.js';
import { createContext } from '../province-context.js';
import { createVault } from '../vault.js';
import { TestDatabases } from '../test-databases.js';

/** A synthetic person key: 43 characters of base64url, as a keyed hash has them. */
export const personKey = (name: string): string => name.padEnd(43, '_');

/** An officer of a unit of Guangdong. */
export const officer: Identity = {
  ...{ subject: 'officer-1', role: 'officer', province: 'GD', unit: '11440000MB2D0273X1', person: undefined },
  scopes: new Set(),
};

/** The passport of somebody who states a purpose; none when it is empty. */
export function passportOf(identity: Identity | undefined, purpose = 'CASE_HANDLING case-7'): Passport {
  return { identity, operation: 'a'.repeat(64), purpose: parsePurpose(purpose) };
}

/** An access to a name and a telephone number under a clause. */
export function accessTo(person: string, given: Partial<AccessEntry> = {}): AccessEntry {
  const basis = { kind: 'AGREEMENT', text: '《跨省通办合作协议》第三条' } as const;
  return { person: personKey(person), classes: ['PHONE', 'NAME'], basis, caseId: 'GD:Case:1', ...given };
}

/** What a province has written down. */
export interface StoredTrail {
  readonly entries: readonly HashedEntry[];
  readonly head: SignedHead | undefined;
  readonly heads: readonly SignedHead[];
}

/** How anybody checks it, with published keys alone. */
export function proofBy(keys: KeyDirectory): TrailProof {
  return { hashOf: hashTrailEntry, isSigned: (head) => isSignedHead(head, keys) };
}

/** Reads the whole trail of a province. */
export async function readTrail(storage: ProvinceStorage, province: string): Promise<StoredTrail> {
  const tables = storage.em.fork().getKysely<TrailTables>();
  const rows = await tables.selectFrom('access_entry').selectAll().orderBy('seq').execute();
  const heads = await tables.selectFrom('access_head').selectAll().orderBy('seq').execute();
  const signed = heads.map((head) => ({ province, ...head }));
  return { entries: rows.map(toEntry), heads: signed, head: signed.at(-1) };
}

/** Guangdong's trail on a fresh database. The clock stands still until it is moved. */
export class TrailDesk implements AsyncDisposable {
  readonly #opened = new AsyncDisposableStack();
  readonly #keyRing = createKeyRing(['GD']);
  readonly #vault = createVault();
  readonly proof = proofBy(this.#keyRing.keys);
  nowMs = Date.parse('2026-03-02T02:00:00Z');

  private constructor(
    readonly dataDir: string,
    readonly storage: ProvinceStorage,
  ) {}

  static async open(): Promise<TrailDesk> {
    await using opening = new AsyncDisposableStack();
    const dataDir = mkdtempSync(path.join(tmpdir(), 'tongban-trail-'));
    opening.defer(() => rmSync(dataDir, { recursive: true, force: true }));
    const databases = opening.use(new TestDatabases(dataDir));
    const storage = await openProvinceDatabase({ place: databases.placeOf('GD'), entities });
    opening.defer(() => storage.close(true));
    const desk = new TrailDesk(dataDir, storage);
    desk.#opened.use(opening.move());
    return desk;
  }

  /** One request to the province. */
  request(passport: Passport | undefined = passportOf(officer)): ProvinceContext {
    const clock = { ...systemClock, nowMs: () => this.nowMs };
    const ring = {
      signer: this.#keyRing.signerOf('GD'),
      keys: this.#keyRing.keys,
      letters: this.#keyRing.lettersOf('GD'),
    };
    const desk = { ...ring, storage: this.storage, randomness: systemRandomness, clock, vault: this.#vault };
    return createContext({ desk, files: createMaterialFiles(this.dataDir, this.#vault.sealing) }, passport);
  }

  read(): Promise<StoredTrail> {
    return readTrail(this.storage, 'GD');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync();
  }
}
