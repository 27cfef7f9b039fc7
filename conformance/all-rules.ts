import type { Rule } from './rule.js';
import { accessRules } from './rules/access-rules.js';
import { documentRules } from './rules/document-rules.js';
import { entityRules } from './rules/entity-rules.js';
import { exchangeRules } from './rules/exchange-rules.js';
import { httpRules } from './rules/http-rules.js';
import { idRules } from './rules/id-rules.js';
import { pageRules } from './rules/page-rules.js';
import { sdlRules } from './rules/sdl-rules.js';
import { statisticsRules } from './rules/statistics-rules.js';

/** Every rule of the kit, in the order in which they are played. */
export const allRules: readonly Rule[] = [
  ...sdlRules,
  ...httpRules,
  ...documentRules,
  ...accessRules,
  ...idRules,
  ...entityRules,
  ...pageRules,
  ...statisticsRules,
  ...exchangeRules,
];
