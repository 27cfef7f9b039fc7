import { expect, it } from '@jest/globals';
import { halfOf, openLanguage, readLanguage } from './language.js';

it.each([
  ['a link before everything else', { search: '?lang=en', stored: 'zh', preferred: ['zh-CN'] }, 'en'],
  ['an earlier choice before the browser', { search: '', stored: 'en', preferred: ['zh-CN'] }, 'en'],
  [
    'the best language of the browser that there is',
    { search: '', stored: null, preferred: ['fr', 'EN-gb', 'zh'] },
    'en',
  ],
  ['Chinese to whoever reads neither', { search: '?lang=fr', stored: 'nonsense', preferred: ['fr'] }, 'zh'],
] as const)('takes %s', (_title, hints, language) => {
  expect(readLanguage(hints)).toBe(language);
});

it('keeps a choice, tells it to screen readers and to whoever listens', () => {
  const kept = new Map<string, string>();
  const place = placeWith({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
  });
  const language = openLanguage(place);
  const heard: string[] = [];
  const stop = language.subscribe(() => heard.push(language.current()));

  language.choose('en');
  stop();
  language.choose('zh');

  expect(heard).toEqual(['en']);
  expect(place.document.documentElement.lang).toBe('zh-CN');
  expect(openLanguage({ ...place, navigator: { languages: ['en'] } }).current()).toBe('zh');
});

it('works where the browser lets pages keep nothing', () => {
  const refuse = (): never => {
    throw new Error('SecurityError');
  };
  const language = openLanguage(placeWith({ getItem: refuse, setItem: refuse }));

  language.choose('en');

  expect(language.current()).toBe('en');
});

it.each([
  ['省份 · Province', 'zh', '省份'],
  ['省份 · Province', 'en', 'Province'],
  ['Province', 'zh', 'Province'],
  ['甲 · 乙 · C', 'en', '甲 · 乙 · C'],
] as const)('reads %s in %s as %s', (text, language, half) => {
  expect(halfOf(text, language)).toBe(half);
});

function placeWith(localStorage: Pick<Storage, 'getItem' | 'setItem'>) {
  return {
    location: { search: '' },
    navigator: { languages: ['zh-CN'] },
    document: { documentElement: { lang: '' } },
    localStorage,
  };
}
