import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { codeOf } from './settings-error.js';

/** Files (PEM) of one end of a TLS connection. */
export interface TlsFiles {
  /** Who vouches for the certificate of the other end; those that Node trusts unless given. */
  readonly caFile?: string | undefined;
  /** What this end shows, and its private key: both or neither. */
  readonly certFile?: string | undefined;
  readonly keyFile?: string | undefined;
}

/** What stood in the files, in the words of Node. */
export interface TlsTexts {
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
}

/** A file that TLS cannot be made of. `setting` is the one of {@link TlsFiles}; the message quotes nothing. */
export class TlsFileError extends Error {
  override readonly name = 'TlsFileError';

  constructor(
    readonly setting: keyof TlsFiles,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Reads the files; throws a {@link TlsFileError} for the first that cannot be read or is of no use. */
export function readTlsFiles(files: TlsFiles): TlsTexts {
  const ca = readPem(files, 'caFile', 'CERTIFICATE');
  const cert = readPem(files, 'certFile', 'CERTIFICATE');
  const key = readPem(files, 'keyFile', 'PRIVATE KEY');
  const texts = { ...(ca === undefined ? {} : { ca }), ...(cert === undefined ? {} : { cert }) };
  const refuse = (setting: keyof TlsFiles, what: string, cause: unknown): TlsFileError =>
    new TlsFileError(setting, `${files[setting] ?? setting} ${what}. Put the right one there.`, { cause });
  // Node takes a context of broken parts apart only when somebody connects, which is too late to tell an operator.
  tryOut(texts, (cause) => refuse(ca === undefined ? 'certFile' : 'caFile', 'holds no certificate to be read', cause));
  if (key === undefined) return texts;
  const whole = { ...texts, key };
  tryOut(whole, (cause) => refuse('keyFile', 'is not the private key of certFile', cause));
  return whole;
}

function tryOut(texts: TlsTexts, refuse: (cause: unknown) => TlsFileError): void {
  try {
    createSecureContext(texts);
  } catch (cause) {
    throw refuse(cause);
  }
}

function readPem(files: TlsFiles, setting: keyof TlsFiles, label: string): string | undefined {
  const file = files[setting];
  if (file === undefined) return undefined;
  const text = readText(file, setting);
  if (new RegExp(`-----BEGIN [A-Z ]*${label}-----`).test(text)) return text;
  throw new TlsFileError(setting, `${file} has no "BEGIN ${label}". Give it a PEM file.`);
}

function readText(file: string, setting: keyof TlsFiles): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TlsFileError(setting, `${file} cannot be read (${codeOf(cause)}). Put it there, or correct the path.`, {
      cause,
    });
  }
}

export interface FollowTlsOptions {
  /** How often the files are read again. */
  readonly everyMs: number;
  /** Told of other contents that are of use. */
  readonly onChange: (texts: TlsTexts) => void;
  /** Told once of contents that are not; what stood there before stays in force. */
  readonly onProblem: (error: unknown) => void;
}

/** Follows the files, which `texts` were read from, until it is disposed of: certificates are replaced while all runs. */
export function followTlsFiles(files: TlsFiles, texts: TlsTexts, options: FollowTlsOptions): Disposable {
  let known = JSON.stringify(texts);
  let told = '';
  const look = (): void => {
    try {
      const next = readTlsFiles(files);
      told = '';
      if (JSON.stringify(next) === known) return;
      known = JSON.stringify(next);
      options.onChange(next);
    } catch (error) {
      if (String(error) === told) return;
      told = String(error);
      options.onProblem(error);
    }
  };
  const timer = setInterval(look, options.everyMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
