import type { Rule } from './rule.js';
import { sdlRules } from './rules/sdl-rules.js';

/** Every rule of the kit, in the order in which they are played. */
export const allRules: readonly Rule[] = [...sdlRules];
