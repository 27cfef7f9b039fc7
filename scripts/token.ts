// npm run token -- --role clerk --province GD [--unit CODE] [--document NUMBER | --person KEY] [--subject NAME]
// [--scope "a b"] [--hours N]: a token of the built-in issuer, for trying out. A gateway takes it only when it was started
// with --dev-issuer, as npm start does. --document makes the person key that an issuer would who has seen the document.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { devKeyFile, issueDevToken, type DevToken } from '../gateway/auth/dev-issuer.js';
import { readIdentity } from '../schema/identity.js';
import { IdentityDocumentType } from '../schema/person-lists.js';
import { readMatchingFile } from '../subgraphs/province/config.js';
import { isDocumentNumber } from '../subgraphs/province/persons/index.js';
import { openMatching } from '../subgraphs/province/storage/matching.js';
import { StartupError } from '../subgraphs/server/errors.js';
import { readInstance, InstanceError } from '../subgraphs/shared/instance.js';
import { isRole, roles } from '../schema/roles.js';

const USAGE =
  'Usage: npm run token -- --role ROLE [--province GD] [--unit CODE] [--document NUMBER | --person KEY] [--subject NAME] [--scope "a b"] [--hours N]';
const DEFAULT_HOURS = '8';

function readToken(): DevToken {
  const text = { type: 'string' } as const;
  const options = {
    role: text,
    province: text,
    subject: text,
    scope: text,
    unit: text,
    person: text,
    document: text,
    'document-type': { ...text, default: 'RESIDENT_ID' },
    hours: { ...text, default: DEFAULT_HOURS },
  };
  const { values } = parseArgs({ options });
  const { role, scope, unit } = values;
  if (!isRole(role)) throw new TypeError(`--role is one of: ${Object.keys(roles).join(', ')}. ${USAGE}`);
  const province = values.province === undefined ? undefined : readInstance(values.province.toUpperCase()).code;
  if (roles[role].isOfProvince && province === undefined)
    throw new TypeError(`Nobody is ${role} without a province. ${USAGE}`);
  const hours = Number(values.hours);
  if (!(hours > 0 && hours <= 24 * 31)) throw new TypeError(`--hours: more than 0 and at most 744. ${USAGE}`);
  const subject = values.subject ?? `${role}-${province ?? 'CN'}`;
  const person = readPerson(values);
  const identity = readIdentity({ sub: subject, role, province, unit, person });
  if (typeof identity === 'string') throw new TypeError(`${identity} ${USAGE}`);
  return { subject, role, province, unit, person, scope, hours };
}

interface StatedPerson {
  readonly person?: string | undefined;
  readonly document?: string | undefined;
  readonly 'document-type': string;
}

// As an issuer would who has seen the document: by the matching key of this machine, which it makes when there is none.
function readPerson({ person, document, 'document-type': type }: StatedPerson): string | undefined {
  if (person !== undefined && document !== undefined)
    throw new TypeError(`--document stands in the place of --person. ${USAGE}`);
  if (document === undefined) return person;
  if (!isDocumentType(type)) {
    const types = Object.keys(IdentityDocumentType.entries).join(', ');
    throw new TypeError(`--document-type is one of: ${types}. ${USAGE}`);
  }
  if (!isDocumentNumber({ type, number: document }))
    throw new TypeError(`--document is no number of such a document, or its check character is wrong. ${USAGE}`);
  const keysDir = path.join(process.env['DATA_DIR'] ?? './data', 'keys');
  return openMatching(readMatchingFile(process.env, { keysDir })).keyOf({ type, number: document });
}

function isDocumentType(type: string): type is keyof typeof IdentityDocumentType.entries {
  return Object.hasOwn(IdentityDocumentType.entries, type);
}

try {
  const file = devKeyFile(process.env['DATA_DIR'] ?? './data');
  process.stdout.write(`${await issueDevToken(file, readToken(), new Date())}\n`);
} catch (error) {
  const isExpected = [TypeError, InstanceError, StartupError].some((kind) => error instanceof kind);
  if (!isExpected || !(error instanceof Error)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
