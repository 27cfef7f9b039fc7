import { formatGlobalId } from '../../../schema/global-id.js';
import {
  definerCode,
  type LicenceRow,
  type LicenceType,
  licenceTypes,
  numberOf,
  sealHolder,
} from '../licences/index.js';
import type { ProvinceInstance } from '../../shared/instance.js';
import { formatLicenceIdentifier } from '../shared/licence-identifier.js';
import { chinaInstant, dayOfDate } from '../shared/calendar.js';
import { toJson } from '../storage/stored.js';
import type { Vault } from '../storage/vault.js';
import { createAuthority } from './authorities.js';
import { listHolders, type SyntheticHolder } from './licence-holders.js';
import { type LicenceStory, tellLicences } from './licence-stories.js';
import { createRandom } from './random.js';
import { uuidV7 } from './uuid.js';

export interface LicenceSources {
  readonly instance: ProvinceInstance;
  readonly instances: readonly ProvinceInstance[];
  readonly vault: Vault;
}

/** The synthetic licences that a province has issued, to holders who may have others elsewhere. */
export function createLicences(sources: LicenceSources): readonly LicenceRow[] {
  return listHolders(sources.instances).flatMap((holder) => {
    const stories = tellLicences(holder, findType);
    const isOf = ({ place }: LicenceStory): boolean => place.code === sources.instance.code;
    if (!stories.some(isOf)) return [];
    const identifiers = identify(holder, stories);
    return stories.flatMap((story, index) =>
      story.place.code === sources.instance.code
        ? [toRow(sources, { holder, stories, identifiers, story, index })]
        : [],
    );
  });
}

const types = new Map(licenceTypes.map((type) => [type.name, type]));

function findType(name: string): LicenceType {
  const type = types.get(name);
  if (type === undefined) throw new Error(`No type of licence is called ${name}.`);
  return type;
}

interface Numbered {
  readonly identifier: string;
  readonly serial: string;
  readonly version: number;
}

// The same issuer counts the version on, as it does when a case ends with a licence.
function identify(holder: SyntheticHolder, stories: readonly LicenceStory[]): readonly Numbered[] {
  const numbered: Numbered[] = [];
  for (const [index, { typeName, place, follows }] of stories.entries()) {
    const type = findType(typeName);
    const before = follows === null ? undefined : numbered[follows];
    const isOfPlace = before !== undefined && follows !== null && stories[follows]?.place === place;
    const serial = isOfPlace ? before.serial : freshSerial(holder, index);
    const version = isOfPlace ? before.version + 1 : 1;
    const issuer = createAuthority(place, type.competentAuthority).code;
    const identifier = formatLicenceIdentifier({ typeCode: type.code, issuer, serial, version });
    numbered.push({ identifier, serial, version });
  }
  return numbered;
}

const SERIAL_LENGTH = 20;

function freshSerial({ index: holder }: SyntheticHolder, index: number): string {
  const random = createRandom(`serial:${holder}:${index}`);
  const digits = Array.from({ length: SERIAL_LENGTH }, () => random.integer(0, 35).toString(36));
  return digits.join('').toUpperCase();
}

interface Told {
  readonly holder: SyntheticHolder;
  readonly stories: readonly LicenceStory[];
  readonly identifiers: readonly Numbered[];
  readonly story: LicenceStory;
  readonly index: number;
}

function toRow({ instance, vault }: LicenceSources, told: Told): LicenceRow {
  const { holder, stories, identifiers, story, index } = told;
  const type = findType(story.typeName);
  const issuer = createAuthority(instance, type.competentAuthority);
  const random = createRandom(`licence:${holder.index}:${index}`);
  const issuedAtMs = chinaInstant(dayOfDate(story.issuedOn), 10 * 60);
  const id = formatGlobalId({ province: instance.code, type: 'Licence', local: uuidV7(issuedAtMs, random) });
  const { identifier = '', version = 1, serial = '' } = identifiers[index] ?? {};
  const next = stories.find(({ follows }) => follows === index);
  const statusSince = new Date(chinaInstant(dayOfDate(story.statusOn), 10 * 60)).toISOString();
  const { name } = type;
  return {
    ...{ id, identifier, version, name, type_code: type.code, type_name: name, issued_on: story.issuedOn },
    ...{ issuer_code: issuer.code, issuer_name: issuer.name_zh },
    ...{ definer_code: definerCode(type), definer_name: type.definedBy },
    ...{ valid_from: story.issuedOn, valid_to: story.validTo },
    valid_range: `${story.issuedOn}至${story.validTo ?? '长期'}`,
    area_code: instance.gbCode,
    ...sealHolder(vault, id, { holder, number: numberOf(type, holder, { place: instance, serial }) }),
    holder_person: vault.matching.keyOf(holder.document),
    ...{ item_code: type.relatedItem, case_id: null },
    ...{ status: story.status, status_since: statusSince, status_reason: null },
    previous: story.follows === null ? null : (identifiers[story.follows]?.identifier ?? null),
    superseded_from: next?.issuedOn ?? null,
    ...{ extension: toJson(story.extension), file_digest: null, revision: 1, provenance: 'SYNTHETIC' },
    updated_at: statusSince,
  };
}
