import { Ajv, type ErrorObject } from 'ajv';
import { isMap, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import type { ProvinceState } from '../../schema/graph-lists.js';
import { ConfigurationError } from '../errors.js';
import registrySchema from './registry.schema.json' with { type: 'json' };

/** One province as the gateway knows it. */
export interface ProvinceEntry {
  /** Letter code: ISO 3166-2:CN (`GD`) or `XPCC`. */
  readonly code: string;
  /** 0 for the first of the file: its place in the order in which answers of several provinces are joined. */
  readonly place: number;
  readonly url: URL;
  /** Why the province is not asked, or not for anything new; undefined while it takes part. */
  readonly notice: Notice | undefined;
}

/** What the registry says of a province that does not take part like any other. */
export interface Notice {
  readonly state: NoticeState;
  /** For clients. */
  readonly message: string;
  /** Since when it holds, where the registry says so. */
  readonly since: Date | undefined;
}

export type NoticeState = Extract<
  keyof typeof ProvinceState.entries,
  'MAINTENANCE' | 'DISABLED' | 'DEREGISTERING' | 'REGISTRATION_REQUESTED'
>;

/** The settings of a province that are notices, each with the state that it means. One province has at most one. */
export const noticeStates = {
  maintenance: 'MAINTENANCE',
  disabled: 'DISABLED',
  deregistering: 'DEREGISTERING',
  requested: 'REGISTRATION_REQUESTED',
} as const satisfies Readonly<Record<string, NoticeState>>;

type NoticeSetting = keyof typeof noticeStates;

/** Who takes part, at one moment. Immutable: a change is a new registry, and a request keeps the one it began with. */
export interface Registry {
  /** In the order of the file, which is the order in which lists of several provinces are joined. */
  readonly provinces: ReadonlyMap<string, ProvinceEntry>;
  /** Those that have only asked to take part: nobody asks them, and no coverage names them. */
  readonly requested: ReadonlyMap<string, ProvinceEntry>;
  /** Endpoints that replace those in the supergraph file, by subgraph name. */
  readonly subgraphs: ReadonlyMap<string, URL>;
}

/** The registry of a gateway whose supergraph routes nothing to provinces. */
export const EMPTY_REGISTRY: Registry = { provinces: new Map(), requested: new Map(), subgraphs: new Map() };

interface RegistryFile {
  readonly provinces: Readonly<Record<string, ProvinceSettings>>;
  readonly subgraphs?: Readonly<Record<string, { readonly url: string }>>;
}

type ProvinceSettings = { readonly url: string; readonly since?: string } & {
  readonly [setting in NoticeSetting]?: string;
};

const validateRegistry = new Ajv({ allErrors: true }).compile<RegistryFile>(registrySchema);

/**
 * Reads a registry (YAML) or throws {@link ConfigurationError} with one line per problem: file, line, what is wrong and
 * how to mend it.
 */
export function parseRegistry(text: string, file: string): Registry {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const [syntaxError] = document.errors; // the ones after it only follow from it
  if (syntaxError !== undefined) {
    const { line } = lines.linePos(syntaxError.pos[0]);
    throw new ConfigurationError([`${file}:${line}: ${firstLine(syntaxError.message)}. Correct the YAML there.`]);
  }
  const content: unknown = document.toJS();
  const lineOf = (path: readonly string[]): number => lineOfPath(document, lines, path);
  if (!validateRegistry(content)) {
    throw new ConfigurationError(
      (validateRegistry.errors ?? [])
        .filter((error) => error.keyword !== 'propertyNames') // its cause is reported on its own
        .map((error) => `${file}:${lineOf(pathOf(error))}: ${explain(error)}`),
    );
  }
  return toRegistry(content, (path, problem) => new ConfigurationError([`${file}:${lineOf(path)}: ${problem}`]));
}

type Refuse = (path: readonly string[], problem: string) => ConfigurationError;

function toRegistry(content: RegistryFile, refuse: Refuse): Registry {
  const provinces = new Map<string, ProvinceEntry>();
  const requested = new Map<string, ProvinceEntry>();
  for (const [code, settings] of Object.entries(content.provinces)) {
    const url = parseUrl(settings.url, ['provinces', code, 'url'], refuse);
    const notice = readNotice(settings, (setting, problem) => refuse(['provinces', code, setting], problem));
    const joining = notice?.state === 'REGISTRATION_REQUESTED' ? requested : provinces;
    joining.set(code, { code, place: joining.size, url, notice });
  }
  const subgraphs = new Map<string, URL>();
  for (const [name, { url }] of Object.entries(content.subgraphs ?? {})) {
    subgraphs.set(name, parseUrl(url, ['subgraphs', name, 'url'], refuse));
  }
  return { provinces, requested, subgraphs };
}

function readNotice(
  settings: ProvinceSettings,
  refuse: (setting: string, problem: string) => ConfigurationError,
): Notice | undefined {
  const since = settings.since === undefined ? undefined : new Date(settings.since);
  if (since !== undefined && Number.isNaN(since.getTime()))
    throw refuse('since', `"${settings.since ?? ''}" is not a time. Write it like 2026-07-01T09:00:00Z.`);
  const notices = (Object.keys(noticeStates) as NoticeSetting[]).flatMap((setting) => {
    const message = settings[setting];
    return message === undefined ? [] : [{ setting, notice: { state: noticeStates[setting], message, since } }];
  });
  const [first, second] = notices;
  if (first !== undefined && second !== undefined)
    throw refuse(second.setting, `It stands beside ${first.setting}, and a province has one state. Remove one.`);
  return first?.notice;
}

function parseUrl(text: string, path: readonly string[], refuse: Refuse): URL {
  const url = URL.parse(text);
  if (url === null) throw refuse(path, `"${text}" is not a URL. Write it like http://127.0.0.1:4101/graphql.`);
  if (url.username !== '' || url.password !== '') {
    throw refuse(path, 'The URL carries a user name or password. Secrets never stand in the registry; remove them.');
  }
  return url;
}

function firstLine(message: string): string {
  return (message.split('\n', 1)[0] ?? message).replace(/ at line \d+, column \d+:?$/, '');
}

function pathOf(error: ErrorObject): readonly string[] {
  const path = error.instancePath.split('/').slice(1).map(unescapePointer);
  const unknownKey: unknown = error.params['additionalProperty'];
  const name = error.propertyName ?? (typeof unknownKey === 'string' ? unknownKey : undefined);
  return name === undefined ? path : [...path, name];
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

function explain(error: ErrorObject): string {
  const path = pathOf(error).join('.');
  const place = path === '' ? 'The registry' : path;
  if (error.propertyName !== undefined) {
    return `${place} is not a province code. Use the letter code of ISO 3166-2:CN, such as GD, or XPCC.`;
  }
  switch (error.keyword) {
    case 'additionalProperties':
      return `${place} is not a known setting. Remove it or correct its spelling.`;
    case 'required':
      return `${place} lacks "${String(error.params['missingProperty'])}". Add it.`;
    case 'pattern':
      return path.endsWith('.since')
        ? `${place} is not a time in UTC. Write it like 2026-07-01T09:00:00Z.`
        : `${place} must begin with http:// or https://.`;
    case 'minProperties':
      return `${place} is empty. Name at least one province.`;
    default:
      return `${place} ${error.message ?? 'is not valid'}. See gateway/provinces/registry.schema.json.`;
  }
}

/** The line where the deepest part of the path stands that exists: a missing key is reported at its parent. */
function lineOfPath(document: Document, lines: LineCounter, path: readonly string[]): number {
  for (let length = path.length; length > 0; length -= 1) {
    const parent = length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
    const pair = isMap(parent)
      ? parent.items.find(({ key }) => isScalar(key) && key.value === path[length - 1])
      : undefined;
    if (isScalar(pair?.key) && pair.key.range) return lines.linePos(pair.key.range[0]).line;
  }
  return 1;
}
