import { readFileSync } from 'node:fs';
import { type CheckedYaml, createReadYaml, type YamlKind } from '../../settings/checked-yaml.js';
import { codeOf, SettingsError } from '../../settings/settings-error.js';
import type { TlsFiles } from '../../settings/tls-files.js';
import provinceSchema from './province.schema.json' with { type: 'json' };

/** What may stand in the configuration of a province; `province.schema.json` says what each means. */
export interface ProvinceSettings {
  readonly code?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly database?: { readonly urlFile: string };
  readonly gateway?: { readonly url: string; readonly tls?: TlsFiles };
  readonly keysDir?: string;
  readonly agreementsDir?: string;
  readonly matchingKeyFile?: string;
  readonly passportKeysFile?: string;
  readonly tls?: { readonly certFile: string; readonly keyFile: string; readonly clientCaFile: string };
  readonly maintenance?: string;
  readonly syntheticCases?: number;
}

/** Settings and where they stand. */
export type ProvinceFile = CheckedYaml<ProvinceSettings>;

const readYaml = createReadYaml<ProvinceSettings>({
  what: 'The configuration',
  schema: provinceSchema,
  schemaFile: 'subgraphs/province/province.schema.json',
  explain,
});

/** Reads a configuration; throws a {@link SettingsError} with all that is wrong in it. */
export function readProvinceFile(file: string): ProvinceFile {
  return readYaml(readText(file), file);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SettingsError([`${file}: cannot be read (${codeOf(error)}). Name the configuration with --config FILE.`]);
  }
}

const SECRET = /^(url|user|username|.*(password|secret|token).*|key|matchingKey|privateKey)$/i;

const SECRET_CURE =
  'Secrets never stand in this file: put it into a file of its own and name that with database.urlFile, or give DATABASE_URL.';

// What stands in the file is never repeated: it may be the secret that somebody wrote where none belongs.
function explain(...[error, place]: Parameters<NonNullable<YamlKind['explain']>>): string | undefined {
  const name = place.split('.').at(-1) ?? place;
  if (error.keyword === 'additionalProperties' && SECRET.test(name)) return `${place} is not taken. ${SECRET_CURE}`;
  if (place.startsWith('database') && error.keyword !== 'additionalProperties' && error.keyword !== 'required')
    return `${place} must name a file, { urlFile: /run/secrets/database-url }. ${SECRET_CURE}`;
  if (place === 'code' && error.keyword === 'pattern')
    return 'code is not a province code. Use the letter code of ISO 3166-2:CN, such as GD, or XPCC.';
  if (place === 'gateway.url' && error.keyword === 'pattern') return `${place} must begin with http:// or https://.`;
  return undefined;
}

export interface FollowOptions {
  readonly nowMs: () => number;
  /** How often the file is read again. */
  readonly lookMs: number;
  /** Told once of a content that is refused; the notice that was in force stays. */
  readonly onProblem: (error: unknown) => void;
}

/** The notice of maintenance in a configuration, which follows its file: it is read again when somebody wants to know. */
export function followMaintenance(file: string, { nowMs, lookMs, onProblem }: FollowOptions): () => string | undefined {
  let notice = readProvinceFile(file).content.maintenance;
  let lookedAt = nowMs();
  let told = '';
  return () => {
    if (nowMs() - lookedAt < lookMs) return notice;
    lookedAt = nowMs();
    try {
      notice = readProvinceFile(file).content.maintenance;
      told = '';
    } catch (error) {
      if (String(error) !== told) onProblem(error);
      told = String(error);
    }
    return notice;
  };
}
