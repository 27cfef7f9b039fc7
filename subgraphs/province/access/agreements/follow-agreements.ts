import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../../exchange/desk.js';
import type { KeyDirectory } from '../../exchange/signer.js';
import type { AgreementBook, BindingAgreement } from '../../shared/agreement.js';
import { bindAgreements, type ReadDocument, type Verifying } from './bind-agreements.js';
import { readNationalLists } from './national-lists.js';
import { parseAgreement } from './parse-agreement.js';
import { AgreementFileError, type SignedDocument } from './signed-document.js';

// A few kilobytes, read again rather than watched: notifications get lost where a deployment replaces files.
const LOOK_EVERY_MS = 500;
// What does not bind may wait for a key, or for its time; signatures are not verified for nothing.
const RETRY_EVERY_LOOKS = 4;

export interface FolderOptions {
  readonly folder: string;
  readonly clock: Pick<Clock, 'nowMs'>;
  /** Told once of each file that does not count; what stood in it before stays in force. */
  readonly onProblem: (problem: string) => void;
}

/** Takes the documents that provinces have agreed on over the exchange, beside those of files. */
export interface AgreementShelf {
  /** Puts these documents in the place of those that it held before; each counts when it is signed as a file must be. */
  readonly hold: (documents: readonly ReadDocument[], keys: KeyDirectory) => void;
}

/** The agreements in a folder, which hold nothing until they are followed, and those that were negotiated. */
export class AgreementFolder implements AgreementBook, AgreementShelf {
  readonly #options: FolderOptions;
  readonly #files = new Map<string, KnownFile>();
  #agreements: readonly BindingAgreement[] = [];
  #told: ReadonlySet<string> = new Set();
  #looks = 0;
  #held: readonly ReadDocument[] = [];

  constructor(options: FolderOptions) {
    this.#options = options;
  }

  readonly current = (): readonly BindingAgreement[] => this.#agreements;

  readonly hold = (documents: readonly ReadDocument[], keys: KeyDirectory): void => {
    this.#held = documents;
    this.#bind({ keys, nowMs: this.#options.clock.nowMs() });
  };

  /** Reads the folder now and every half second, with these keys, until it is disposed of. */
  async follow(keys: KeyDirectory, onFault: (error: unknown) => void): Promise<Disposable> {
    await this.look(keys);
    let isBusy = false;
    const timer = setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      this.look(keys)
        .catch(onFault)
        .finally(() => (isBusy = false));
    }, LOOK_EVERY_MS);
    timer.unref();
    return { [Symbol.dispose]: () => clearInterval(timer) };
  }

  /** Reads the folder. What is signed by a key that is published later binds soon after that is there. */
  async look(keys: KeyDirectory): Promise<void> {
    this.#looks += 1;
    const isRetry = this.#told.size > 0 && this.#looks % RETRY_EVERY_LOOKS === 0;
    if ((await this.#readAll()) || isRetry) this.#bind({ keys, nowMs: this.#options.clock.nowMs() });
  }

  /** True when something has changed. */
  async #readAll(): Promise<boolean> {
    const names = await listFiles(this.#options.folder);
    const gone = [...this.#files.keys()].filter((name) => !names.includes(name));
    for (const name of gone) this.#files.delete(name);
    const changes = await Promise.all(names.map((name) => this.#read(name)));
    return gone.length > 0 || changes.includes(true);
  }

  async #read(name: string): Promise<boolean> {
    const text = await readFile(path.join(this.#options.folder, name), 'utf8').catch(() => undefined);
    const known = this.#files.get(name);
    if (text === undefined || known?.text === text) return false; // gone in between: the next look does not list it
    this.#files.set(name, { text, ...parse(text, name), inForce: known?.inForce });
    return true;
  }

  // A file that is not signed as it must be gives way to what stood in it before.
  #bind(verifying: Verifying): void {
    const first = bindAgreements([...documentsIn(this.#files, ({ document }) => document), ...this.#held], verifying);
    for (const [name, known] of this.#files) {
      if (first.files.has(name)) this.#files.set(name, { ...known, inForce: known.document });
    }
    const kept = [...documentsIn(this.#files, ({ inForce }) => inForce), ...this.#held];
    this.#agreements = bindAgreements(kept, verifying).agreements;
    const problems = new Set([...[...this.#files.values()].flatMap((known) => known.problems), ...first.problems]);
    for (const problem of problems) if (!this.#told.has(problem)) this.#options.onProblem(problem);
    this.#told = problems;
  }
}

interface KnownFile {
  readonly text: string;
  /** What stands in it; undefined when that cannot be read. */
  readonly document: SignedDocument | undefined;
  readonly problems: readonly string[];
  /** What counts of it. */
  readonly inForce: SignedDocument | undefined;
}

function documentsIn(
  files: ReadonlyMap<string, KnownFile>,
  choose: (known: KnownFile) => SignedDocument | undefined,
): readonly ReadDocument[] {
  return [...files].flatMap(([file, known]) => {
    const document = choose(known);
    return document === undefined ? [] : [{ file, document }];
  });
}

function parse(text: string, name: string): Pick<KnownFile, 'document' | 'problems'> {
  try {
    return { document: parseAgreement(text, name, readNationalLists()), problems: [] };
  } catch (error) {
    if (!(error instanceof AgreementFileError)) throw error;
    return { document: undefined, problems: error.problems };
  }
}

// A province may have no folder, and so no agreement.
async function listFiles(folder: string): Promise<readonly string[]> {
  if (!existsSync(folder)) return [];
  return (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
}
