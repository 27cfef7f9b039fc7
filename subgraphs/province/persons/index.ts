import { sealedPersons } from './carry-statements.service.js';
import { PersonEntity } from './person.entity.js';
import { StatementEntity } from './statement.entity.js';
import { sealedStatements } from './statement.service.js';

export { normaliseStated, refuseStated, type StatedPerson } from './applicant.rules.js';
export {
  checkCharacterOf,
  type DocumentType,
  isDocumentNumber,
  type StatedDocument,
  syntheticNumber,
} from './identity-document.rules.js';
export { type SealedPerson, sealPersonFor, takePerson } from './letter.service.js';
export { maskName, maskNumber, maskPhone } from './masking.rules.js';
export type { StatementRow, StatementTables } from './statement.entity.js';
export { createStatementRow, findStatement, keepStatement, namesOfPerson, openStatement } from './statement.service.js';
export { carryStatements } from './carry-statements.service.js';
export { assertVaultFits } from './vault-fits.service.js';
export { type CaseFacts, decideView, type View } from './release.rules.js';
export { type Asked, type PersonClass, release, type Released } from './release.service.js';

/** What modules.ts needs to know of this module. */
export const persons = {
  entities: [PersonEntity, StatementEntity],
  resolvers: [],
  references: {},
  // In this order: what is carried over while keys are changed comes under the new one either way.
  sealed: [sealedPersons, sealedStatements],
} as const;
