import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Clock, isoTime } from './desk.js';
import {
  ensureKey,
  findPrivateKey,
  KeyFileError,
  type KeyPlace,
  parsePublishedKeys,
  type PublishedKeys,
} from './key-files.js';
import { createLetterSealing, type LetterSealing, youngestInForce } from './letter-sealing.js';
import {
  createEd25519Signer,
  createKeyDirectory,
  type KeyDirectory,
  type PublishedKey,
  type Signer,
} from './signer.js';

/** The keys of all provinces and of this one, which follow their files until they are disposed of. */
export interface FollowedKeys extends Disposable {
  readonly signer: Signer;
  readonly keys: KeyDirectory;
  readonly letters: LetterSealing;
}

export interface FollowOptions {
  readonly place: KeyPlace;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Told of files that cannot be used; what stood in them before stays in force. */
  readonly onFault: (error: unknown) => void;
}

// Looking at one folder costs next to nothing; reading the files of all provinces is only done when it has changed.
const LOOK_EVERY_MS = 1_000;
const NONE: PublishedKeys = { signing: [], letters: [] };
const PROVINCE = /^[A-Z]{2,4}$/;
// Not every file system notes every change of a folder, so the files are read without a sign of one too.
const READ_EVERY_LOOKS = 30;

/** Opens the keys of a province, making its first one. Throws a {@link KeyFileError} when its own cannot be used. */
export async function followKeys({ place, clock, onFault }: FollowOptions): Promise<FollowedKeys> {
  ensureKey(place, clock.nowMs());
  const folder = new KeyFolder(place.publicDir, onFault);
  await folder.read();
  const own = new OwnKeys(place, clock);
  own.choose(folder.of(place.province).signing);
  const follow = async (): Promise<void> => {
    await folder.look();
    own.choose(folder.of(place.province).signing);
  };
  let isBusy = false;
  const timer = setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    follow()
      .catch(onFault)
      .finally(() => (isBusy = false));
  }, LOOK_EVERY_MS);
  timer.unref();
  return {
    signer: own.signer,
    letters: createLetterSealing({
      findPublished: (province) => youngestInForce(folder.of(province).letters, isoTime(clock.nowMs())),
      findPrivate: (kid) => findPrivateKey(place, kid),
    }),
    keys: { findKey: (province, kid, at) => folder.directory.findKey(province, kid, at) },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** The public keys of all provinces, as their files said when they were read last. */
class KeyFolder {
  directory: KeyDirectory = createKeyDirectory([]);
  readonly #files = new Map<string, { readonly text: string; readonly keys: PublishedKeys }>();
  #changedMs = -1;
  #looks = 0;

  constructor(
    readonly folder: string,
    readonly onFault: (error: unknown) => void,
  ) {}

  of(province: string): PublishedKeys {
    return this.#files.get(province)?.keys ?? NONE;
  }

  async look(): Promise<void> {
    this.#looks += 1;
    const { mtimeMs } = await stat(this.folder);
    if (mtimeMs === this.#changedMs && this.#looks % READ_EVERY_LOOKS !== 0) return;
    await this.read();
    this.#changedMs = mtimeMs; // of before it was read: a change in between is seen the next time
  }

  async read(): Promise<void> {
    let isChanged = false;
    for (const name of await readdir(this.folder)) {
      const { name: province, ext } = path.parse(name);
      // Other files may lie there too, such as the national matching key.
      if (ext === '.json' && PROVINCE.test(province) && (await this.#readFile(province, path.join(this.folder, name))))
        isChanged = true;
    }
    if (isChanged) this.directory = createKeyDirectory([...this.#files.values()].flatMap(({ keys }) => keys.signing));
  }

  async #readFile(province: string, file: string): Promise<boolean> {
    const text = await readFile(file, 'utf8');
    const known = this.#files.get(province);
    if (known?.text === text) return false;
    try {
      this.#files.set(province, { text, keys: parsePublishedKeys(text, { file, province }) });
      return true;
    } catch (error) {
      // Remembered by its text, so that it is reported once and not every second.
      this.#files.set(province, { text, keys: known?.keys ?? NONE });
      this.onFault(error);
      return false;
    }
  }
}

/** What this province signs with: the youngest of its keys that is in force. */
class OwnKeys {
  readonly #signers = new Map<string, Signer>();
  #current: Signer | undefined;

  constructor(
    readonly place: KeyPlace,
    readonly clock: Pick<Clock, 'nowMs'>,
  ) {}

  /** Changes in a turn of its own only, so that whoever reads `kid` and signs in one turn uses one key. */
  choose(published: readonly PublishedKey[]): void {
    const now = isoTime(this.clock.nowMs());
    const inForce = published.filter(
      ({ validFrom, validTo }) => validFrom <= now && (validTo === null || now < validTo),
    );
    const youngestFirst = inForce.toSorted((a, b) => (a.validFrom < b.validFrom ? 1 : -1));
    for (const { kid } of youngestFirst) {
      const signer = this.#open(kid);
      if (signer === undefined) continue;
      this.#current = signer;
      return;
    }
  }

  get signer(): Signer {
    const current = (): Signer => {
      if (this.#current === undefined) throw new KeyFileError(`${this.place.privateDir} has no key that is in force.`);
      return this.#current;
    };
    current();
    return {
      province: this.place.province,
      get kid() {
        return current().kid;
      },
      sign: (text) => current().sign(text),
    };
  }

  #open(kid: string): Signer | undefined {
    const open = this.#signers.get(kid);
    if (open !== undefined) return open;
    const privateKey = findPrivateKey(this.place, kid);
    if (privateKey === undefined) return undefined;
    const signer = createEd25519Signer({ province: this.place.province, kid, privateKey });
    this.#signers.set(kid, signer);
    return signer;
  }
}
