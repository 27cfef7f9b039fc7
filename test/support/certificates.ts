// Certificates for tests, written as DER by hand (RFC 5280), since Node reads X.509 and cannot make it.
import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { TlsFiles } from '../../settings/tls-files.js';

/** A certificate and its key, as files; `pem` is what stands in the first. */
export interface Certificate {
  readonly certFile: string;
  readonly keyFile: string;
  readonly pem: string;
}

export interface Wanted {
  /** Addresses that it is for; 127.0.0.1 unless given. */
  readonly addresses?: readonly (readonly [number, number, number, number])[];
  /** Days from now until it ends; ten unless given, and it has ended already when that is below zero. */
  readonly days?: number;
}

/** An authority that makes certificates as files in one folder. */
export class Authority {
  readonly caFile: string;
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  readonly #name: Buffer;
  readonly #folder: string;

  constructor(folder: string, name: string) {
    this.#folder = folder;
    this.#name = nameOf(name);
    this.caFile = path.join(folder, `${name}.pem`);
    const isAuthority = extension('2.5.29.19', sequence(tlv(0x01, Buffer.from([0xff]))));
    writeFileSync(this.caFile, this.#issue(this.#keys.publicKey, { subject: this.#name, extensions: [isAuthority] }));
  }

  /** Makes a certificate, in the place of one of the same name. */
  make(name: string, { addresses = [[127, 0, 0, 1]], days = 10 }: Wanted = {}): Certificate {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const names = addresses.map((address) => tlv(0x87, Buffer.from(address)));
    const extensions = [extension('2.5.29.17', sequence(...names))];
    const pem = this.#issue(keys.publicKey, { subject: nameOf(name), extensions, days });
    const certFile = path.join(this.#folder, `${name}.cert.pem`);
    const keyFile = path.join(this.#folder, `${name}.key.pem`);
    // Nobody follows a certificate without its key.
    writeFileSync(keyFile, keys.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    writeFileSync(certFile, pem);
    return { certFile, keyFile, pem };
  }

  /** What is shown by a certificate, and that this authority is trusted. */
  filesOf({ certFile, keyFile }: Certificate): Required<TlsFiles> {
    return { caFile: this.caFile, certFile, keyFile };
  }

  #issue(key: KeyObject, { subject, extensions, days = 10 }: Contents): string {
    const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
    const end = Date.now() + days * DAY_MS;
    const serial = randomBytes(8);
    serial[0] = 1; // positive, and of eight bytes
    const body = sequence(
      tlv(0xa0, tlv(0x02, Buffer.from([2]))), // version 3
      tlv(0x02, serial),
      ecdsaWithSha256,
      this.#name,
      sequence(utcTime(end - 100 * DAY_MS), utcTime(end)),
      subject,
      key.export({ type: 'spki', format: 'der' }),
      tlv(0xa3, sequence(...extensions)),
    );
    const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, this.#keys.privateKey)]));
    const der = sequence(body, ecdsaWithSha256, signature);
    return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replaceAll(/(.{64})/g, '$1\n')}\n-----END CERTIFICATE-----\n`;
  }
}

interface Contents {
  readonly subject: Buffer;
  readonly extensions: readonly Buffer[];
  readonly days?: number;
}

const DAY_MS = 86_400_000;

function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), value]);
}

const sequence = (...values: readonly Buffer[]): Buffer => tlv(0x30, Buffer.concat(values));

function oid(text: string): Buffer {
  const [first = 0, second = 0, ...rest] = text.split('.').map(Number);
  const bytes = rest.flatMap((part) => {
    const digits = [part & 0x7f];
    for (let left = part >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
    return digits;
  });
  return tlv(0x06, Buffer.from([first * 40 + second, ...bytes]));
}

const extension = (id: string, value: Buffer): Buffer => sequence(oid(id), tlv(0x04, value));

const nameOf = (text: string): Buffer => sequence(tlv(0x31, sequence(oid('2.5.4.3'), tlv(0x0c, Buffer.from(text)))));

const utcTime = (ms: number): Buffer =>
  tlv(0x17, Buffer.from(`${new Date(ms).toISOString().slice(2, 19).replaceAll(/[-:T]/g, '')}Z`));
