import path from 'node:path';
import { createReadYaml, type YamlKind } from '../../settings/checked-yaml.js';
import { SettingsError } from '../../settings/settings-error.js';
import { readTlsFiles, TlsFileError, type TlsFiles, type TlsTexts } from '../../settings/tls-files.js';
import { ConfigurationError } from '../errors.js';
import registrySchema from './registry.schema.json' with { type: 'json' };

/** One province as the gateway knows it. */
export interface ProvinceEntry {
  /** Letter code: ISO 3166-2:CN (`GD`) or `XPCC`. */
  readonly code: string;
  /** 0 for the first of the file: its place in the order in which answers of several provinces are joined. */
  readonly place: number;
  readonly url: URL;
  /** Notice for clients while the province is in maintenance and not asked. */
  readonly maintenance: string | undefined;
}

/** Who takes part, at one moment. Immutable: a change is a new registry, and a request keeps the one it began with. */
export interface Registry {
  /** In the order of the file, which is the order in which lists of several provinces are joined. */
  readonly provinces: ReadonlyMap<string, ProvinceEntry>;
  /** Endpoints that replace those in the supergraph file, by subgraph name. */
  readonly subgraphs: ReadonlyMap<string, URL>;
  /** What connections are made with, by origin (`https://gd.example:4201`); Node's own trust for all others. */
  readonly credentials: ReadonlyMap<string, TlsTexts>;
  /** The files that these stand in. */
  readonly credentialFiles: readonly string[];
}

/** The registry of a gateway whose supergraph routes nothing to provinces. */
export const EMPTY_REGISTRY: Registry = {
  provinces: new Map(),
  subgraphs: new Map(),
  credentials: new Map(),
  credentialFiles: [],
};

interface EndpointInFile {
  readonly url: string;
  readonly tls?: TlsFiles;
}

interface RegistryFile {
  readonly tls?: TlsFiles;
  readonly provinces: Readonly<Record<string, EndpointInFile & { readonly maintenance?: string }>>;
  readonly subgraphs?: Readonly<Record<string, EndpointInFile>>;
}

const readRegistry = createReadYaml<RegistryFile>({
  what: 'The registry',
  schema: registrySchema,
  schemaFile: 'gateway/provinces/registry.schema.json',
  explain,
});

/**
 * Reads a registry (YAML) or throws {@link ConfigurationError} with one line per problem: file, line, what is wrong and
 * how to mend it. Files that it names are read too; their paths are from its folder.
 */
export function parseRegistry(text: string, file: string): Registry {
  try {
    const { content, problemAt } = readRegistry(text, file);
    return toRegistry(content, {
      refuse: (at, problem) => new ConfigurationError([problemAt(at, problem)]),
      folder: path.dirname(file),
    });
  } catch (error) {
    throw error instanceof SettingsError ? new ConfigurationError(error.problems) : error;
  }
}

type Refuse = (path: readonly string[], problem: string) => ConfigurationError;

interface Reading {
  readonly refuse: Refuse;
  readonly folder: string;
}

function toRegistry(content: RegistryFile, reading: Reading): Registry {
  const provinces = new Map<string, ProvinceEntry>();
  const credentials = new Credentials(content.tls, reading);
  for (const [code, entry] of Object.entries(content.provinces)) {
    const at = ['provinces', code];
    const url = parseUrl(entry.url, [...at, 'url'], reading.refuse);
    credentials.add(url, entry.tls, at);
    provinces.set(code, { code, place: provinces.size, url, maintenance: entry.maintenance });
  }
  const subgraphs = new Map<string, URL>();
  for (const [name, entry] of Object.entries(content.subgraphs ?? {})) {
    const at = ['subgraphs', name];
    const url = parseUrl(entry.url, [...at, 'url'], reading.refuse);
    credentials.add(url, entry.tls, at);
    subgraphs.set(name, url);
  }
  return { provinces, subgraphs, credentials: credentials.byOrigin, credentialFiles: [...credentials.files] };
}

/** Collects what connections are made with. */
class Credentials {
  readonly byOrigin = new Map<string, TlsTexts>();
  readonly files = new Set<string>();
  readonly #reading: Reading;
  readonly #ofAll: TlsTexts | undefined;

  constructor(ofAll: TlsFiles | undefined, reading: Reading) {
    this.#reading = reading;
    this.#ofAll = ofAll === undefined ? undefined : this.#read(ofAll, ['tls']);
  }

  add({ origin, protocol }: URL, own: TlsFiles | undefined, at: readonly string[]): void {
    const isEncrypted = protocol === 'https:';
    if (own !== undefined && !isEncrypted)
      throw this.#reading.refuse([...at, 'tls'], 'tls is for URLs of https. Correct the URL, or remove tls.');
    const texts = own === undefined ? this.#ofAll : this.#read(own, [...at, 'tls']);
    if (texts === undefined || !isEncrypted) return;
    const known = this.byOrigin.get(origin);
    // Connections are kept by origin, so that it must be clear what they are made with.
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(texts))
      throw this.#reading.refuse(at, `${origin} has another tls above. Give all that is there the same.`);
    if (known === undefined) this.byOrigin.set(origin, texts);
  }

  #read(files: TlsFiles, at: readonly string[]): TlsTexts {
    const { folder, refuse } = this.#reading;
    const resolved: TlsFiles = Object.fromEntries(
      Object.entries(files).map(([setting, file]) => [setting, path.resolve(folder, String(file))]),
    );
    for (const file of Object.values(resolved)) this.files.add(String(file));
    try {
      return readTlsFiles(resolved);
    } catch (error) {
      throw error instanceof TlsFileError ? refuse([...at, error.setting], error.message) : error;
    }
  }
}

function parseUrl(text: string, at: readonly string[], refuse: Refuse): URL {
  const url = URL.parse(text);
  if (url === null) throw refuse(at, `"${text}" is not a URL. Write it like http://127.0.0.1:4101/graphql.`);
  if (url.username !== '' || url.password !== '') {
    throw refuse(at, 'The URL carries a user name or password. Secrets never stand in the registry; remove them.');
  }
  return url;
}

function explain(...[error, place]: Parameters<NonNullable<YamlKind['explain']>>): string | undefined {
  if (error.propertyName !== undefined)
    return `${place} is not a province code. Use the letter code of ISO 3166-2:CN, such as GD, or XPCC.`;
  if (error.keyword === 'pattern') return `${place} must begin with http:// or https://.`;
  if (error.keyword === 'minProperties' && place === 'provinces')
    return `${place} is empty. Name at least one province.`;
  return undefined;
}
