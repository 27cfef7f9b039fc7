import { checkCharacter } from '../../../schema/check-character.js';
import { isAuthorityCode } from './credit-code.js';

/** The identifier of an electronic licence (电子证照标识) taken apart. */
export interface LicenceIdentifier {
  /** Type of the licence: code of the authority that defined it (18 characters), and three of its own. */
  readonly typeCode: string;
  /** Code of the authority that issued it. */
  readonly issuer: string;
  readonly serial: string;
  /** 1 to 999. */
  readonly version: number;
}

const ROOT = '1.2.156.3005.2';
// GB/T 36904 as five published identifiers have it; how long a serial may be is not known, the longest seen has 32.
const PARTS = /^1\.2\.156\.3005\.2\.([\dA-Z]{18}[\dA-Z]{3})\.([\dA-Z]{18})\.([\dA-Z]{1,32})\.(\d{3})\.([\dA-Z])$/;

/**
 * Puts an identifier together, and adds its check character. That is ISO/IEC 7064 MOD 37,36 over type, issuer, serial
 * and version, without the root and the dots: GB/T 36904 is said to name it (GB/T 17710-2008), and five published
 * identifiers of four authorities fit it; the standard itself was not at hand.
 */
export function formatLicenceIdentifier({ typeCode, issuer, serial, version }: LicenceIdentifier): string {
  const parts = [typeCode, issuer, serial, String(version).padStart(3, '0')];
  const identifier = [ROOT, ...parts, checkCharacter(parts.join(''))].join('.');
  if (parseLicenceIdentifier(identifier) === undefined) throw new Error('There is no identifier of these parts.');
  return identifier;
}

/**
 * Takes an identifier apart; undefined when it is none: another form, a type or issuer that no authority's code can
 * be, or a check character that does not fit, as after any change of a single character.
 */
export function parseLicenceIdentifier(text: string | undefined): LicenceIdentifier | undefined {
  const [, typeCode, issuer, serial, version, check] = PARTS.exec(text ?? '') ?? [];
  if (typeCode === undefined || issuer === undefined || serial === undefined || version === undefined) return undefined;
  if (checkCharacter(typeCode + issuer + serial + version) !== check || Number(version) === 0) return undefined;
  if (!isAuthorityCode(typeCode.slice(0, 18)) || !isAuthorityCode(issuer)) return undefined;
  return { typeCode, issuer, serial, version: Number(version) };
}

/** True for the identifier of an electronic licence. Whether there is such a licence is another question. */
export function isLicenceIdentifier(text: string | undefined): boolean {
  return parseLicenceIdentifier(text) !== undefined;
}

// The root, then the type of the licence; issuer, serial, version and check character tell one licence from another.
const PUBLIC_PARTS = 6;

/**
 * An identifier as whoever may not see the licence gets to see it: of which type it is. With more, one could verify the
 * licence in the holder's place.
 */
export function maskLicenceIdentifier(identifier: string): string {
  return [...identifier.split('.').slice(0, PUBLIC_PARTS), '…'].join('.');
}
