import { expect, it } from '@jest/globals';
import { CaseState } from '../../../schema/case-lists.js';
import { createVoice } from './voice.js';
import { words } from './words.js';

const [zh, en] = [createVoice('zh'), createVoice('en')];

it.each([
  [{ kind: 'known', value: 0, isLowerBound: false }, '0', '0'],
  [{ kind: 'known', value: 12_345, isLowerBound: true }, '至少 12,345', 'at least 12,345'],
  [{ kind: 'hidden' }, '未公布', 'not published'],
  [{ kind: 'missing', why: 'TIMEOUT' }, '无数据（超时）', 'no data (no answer in time)'],
  [{ kind: 'missing', why: 'NOT_TAKING_PART' }, '无数据（未接入）', 'no data (takes no part)'],
  [undefined, '尚无', 'none yet'],
] as const)('says %j so that nobody takes one for another', (figure, chinese, english) => {
  expect([zh.figure(figure), en.figure(figure)]).toEqual([chinese, english]);
});

it('says why a province does not answer a question for numbers', () => {
  expect(zh.why('NOT_READY')).toContain('正在准备');
  expect(en.why('NOT_READY')).toContain('gathering');
});

it('names provinces, codes of lists, and codes that no list has', () => {
  expect([zh.province('GD'), en.province('GD'), zh.short('GD'), en.short('GD')]).toEqual([
    '广东',
    'Guangdong',
    '广东',
    'GD',
  ]);
  expect([zh.label(CaseState, 'ACCEPTED'), en.label(CaseState, 'ODD'), en.label(CaseState, null)]).toEqual([
    '已受理',
    'ODD',
    'nobody has said',
  ]);
});

it('writes times as they are in China, and numbers as in the language', () => {
  expect(zh.numbers.day('2026-03-02T17:00:00.000Z')).toBe('2026年3月3日');
  expect(en.numbers.day('2026-03-02T17:00:00.000Z')).toBe('Mar 3, 2026');
  expect([zh.numbers.month('2026-03'), en.numbers.month('2026-03')]).toEqual(['2026年3月', 'Mar 2026']);
  expect([zh.numbers.compact(12_345), en.numbers.compact(12_345)]).toEqual(['1.2万', '12.3K']);
  expect([en.numbers.isOne(1), en.numbers.isOne(2), zh.numbers.isOne(1)]).toEqual([true, false, false]);
});

it('has no Chinese text in English, and none but Chinese in Chinese', () => {
  expect(Object.values(words.en).filter((text) => /\p{Script=Han}/u.test(text))).toEqual([]);
  expect(Object.values(words.zh).filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
});
