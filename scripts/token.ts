// npm run token -- --role clerk --province GD [--subject NAME] [--scope "a b"] [--hours N]: a token of the built-in
// issuer, for trying out. A gateway takes it only when it was started with --dev-issuer, as npm start does.
import { parseArgs } from 'node:util';
import { devKeyFile, issueDevToken, type DevToken } from '../gateway/auth/dev-issuer.js';
import { readInstance, InstanceError } from '../subgraphs/province/shared/instance.js';
import { isRole, roles } from '../schema/roles.js';

const USAGE = 'Usage: npm run token -- --role ROLE [--province GD] [--subject NAME] [--scope "a b"] [--hours N]';
const DEFAULT_HOURS = '8';

function readToken(): DevToken {
  const text = { type: 'string' } as const;
  const options = {
    role: text,
    province: text,
    subject: text,
    scope: text,
    hours: { ...text, default: DEFAULT_HOURS },
  };
  const { values } = parseArgs({ options });
  const { role, scope } = values;
  if (!isRole(role)) throw new TypeError(`--role is one of: ${Object.keys(roles).join(', ')}. ${USAGE}`);
  const province = values.province === undefined ? undefined : readInstance(values.province.toUpperCase()).code;
  if (roles[role].isOfProvince && province === undefined)
    throw new TypeError(`Nobody is ${role} without a province. ${USAGE}`);
  const hours = Number(values.hours);
  if (!(hours > 0 && hours <= 24 * 31)) throw new TypeError(`--hours: more than 0 and at most 744. ${USAGE}`);
  const subject = values.subject ?? `${role}-${province ?? 'CN'}`;
  return { subject, role, province, scope, hours };
}

try {
  const file = devKeyFile(process.env['DATA_DIR'] ?? './data');
  process.stdout.write(`${await issueDevToken(file, readToken(), new Date())}\n`);
} catch (error) {
  if (!(error instanceof TypeError || error instanceof InstanceError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
