import { expect, it } from '@jest/globals';
import { graphiqlTexts } from './graphiql-texts.js';
import { fill, ownTexts } from './own-texts.js';
import { translate } from './translate-text.js';

it('leads from every text to Chinese and back', () => {
  for (const [english, chinese] of Object.entries(graphiqlTexts)) {
    expect(translate(english, 'zh')).toBe(chinese);
    expect(translate(chinese, 'en')).toBe(english);
    expect(chinese).toMatch(/\p{Script=Han}/u);
  }
});

it('leaves names of types, parts of texts and what it does not know as they are', () => {
  for (const text of ['Query', 'Mutation', 'Case', 'Fields of a case', ''])
    expect([translate(text, 'zh'), translate(text, 'en')]).toEqual([text, text]);
  expect(translate(' Fields ', 'zh')).toBe(' 字段 ');
});

it('says the same of its own in both languages, with the same gaps to fill', () => {
  const gapsOf = (text: string): string[] => [...text.matchAll(/\{\w+\}/g)].map(([gap]) => gap).sort();

  expect(Object.keys(ownTexts.en)).toEqual(Object.keys(ownTexts.zh));
  for (const [key, zh] of Object.entries(ownTexts.zh))
    expect([key, gapsOf(zh)]).toEqual([key, gapsOf(ownTexts.en[key as keyof typeof ownTexts.en])]);
  expect(fill('{a} of {b} {c}', { a: 1, b: 'x' })).toBe('1 of x {c}');
});
