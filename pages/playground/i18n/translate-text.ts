import type { Language } from '../../shared/language.js';
import { graphiqlTexts } from './graphiql-texts.js';

const toEnglish = new Map(Object.entries(graphiqlTexts).map(([english, chinese]) => [chinese, english]));

/** A text of GraphiQL in a language; as it is when it is none of those that we know. */
export function translate(text: string, language: Language): string {
  const trimmed = text.trim();
  const translated = language === 'zh' ? graphiqlTexts[trimmed] : toEnglish.get(trimmed);
  return translated === undefined ? text : text.replace(trimmed, translated);
}
