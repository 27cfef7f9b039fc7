import { closeSync, existsSync, openSync, readFileSync, realpathSync, renameSync, rmSync, writeSync } from 'node:fs';
import { Document, isMap, parseDocument, YAMLMap } from 'yaml';
import { asReason, ConfigurationError } from '../../gateway/errors.js';
import { noticeStates } from '../../gateway/provinces/notice.js';
import { EMPTY_REGISTRY, parseRegistry, type ProvinceEntry, type Registry } from '../../gateway/provinces/registry.js';
import type { MembershipState } from './membership.js';

/** One change of a registry file, in the making. */
export interface RegistryChange {
  readonly registry: Registry;
  /** Writes the settings of a province; those that are undefined are taken out, the others stay as they were. */
  readonly set: (code: string, settings: Settings) => void;
  readonly remove: (code: string) => void;
  /** Where an ordinary subgraph is; undefined takes it out. */
  readonly setSubgraph: (name: string, url: string | undefined) => void;
}

/**
 * Changes a registry file: whole or not at all, whoever reads it meanwhile, with its comments kept, and never two at
 * once. What would not be a registry is not written. Throws {@link ConfigurationError}.
 */
export function editRegistry(file: string, change: (change: RegistryChange) => void): void {
  const place = existsSync(file) ? realpathSync(file) : file; // a link stays one
  const draft = `${place}.draft`;
  const handle = openDraft(draft);
  try {
    const text = existsSync(place) ? readFileSync(place, 'utf8') : '';
    const document = text.trim() === '' ? new Document({ provinces: {} }) : parseDocument(text);
    const registry = readRegistry(text, file);
    change({
      registry,
      set: (code, settings) => setEntry(document, ['provinces', code], settings),
      remove: (code) => void document.deleteIn(['provinces', code]),
      setSubgraph: (name, url) => setEntry(document, ['subgraphs', name], url === undefined ? undefined : { url }),
    });
    const changed = document.toString({ lineWidth: 0 });
    parseRegistry(changed, file);
    writeSync(handle, changed);
    renameSync(draft, place);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

function openDraft(draft: string): number {
  try {
    return openSync(draft, 'wx');
  } catch (cause) {
    const reason = asReason(cause);
    if (reason === 'EEXIST')
      throw new ConfigurationError([`${draft}: somebody is changing the registry. Remove this file if nobody is.`]);
    throw new ConfigurationError([`${draft}: cannot be written (${reason}). Let its folder be written.`]);
  }
}

/** The registry of a file; one without provinces where there is no file. Throws {@link ConfigurationError}. */
export function readRegistry(text: string, file: string): Registry {
  if (text.trim() === '') return EMPTY_REGISTRY;
  return parseRegistry(text, file);
}

type Settings = Readonly<Record<string, string | undefined>>;

/** Writes settings of an entry, beside those that it has; without any it is taken out. */
function setEntry(
  document: Document,
  [section, name]: readonly [string, string],
  settings: Settings | undefined,
): void {
  if (settings === undefined) return void document.deleteIn([section, name]);
  for (const place of [[section], [section, name]]) {
    if (!isMap(document.getIn(place))) document.setIn(place, new YAMLMap());
  }
  for (const [setting, value] of Object.entries(settings)) {
    if (value === undefined) document.deleteIn([section, name, setting]);
    else document.setIn([section, name, setting], value);
  }
}

/** Settings without a notice: of a province that takes part like any other. */
export const withoutNotice: Readonly<Record<string, undefined>> = Object.fromEntries(
  [...Object.keys(noticeStates), 'since'].map((setting) => [setting, undefined]),
);

/** The entry of a province, whether it takes part or has only asked to; undefined when the registry has none. */
export function findEntry({ provinces, requested }: Registry, code: string): ProvinceEntry | undefined {
  return provinces.get(code) ?? requested.get(code);
}

/** The state of a province as the registry has it. What gateways find beside that stands in no file. */
export function stateOf(entry: ProvinceEntry | undefined): MembershipState {
  return entry === undefined ? 'SAVED' : (entry.notice?.state ?? 'SERVING');
}
