import { expect, it } from '@jest/globals';
import { checkCharacterOf } from '../persons/index.js';
import { findTraces, type Trace } from './deidentify.rules.js';

const digits = '99000019900101001';
const number = `${digits}${checkCharacterOf(digits)}`;

it.each<readonly [string, string, Trace]>([
  ['an identity number', `我的身份证是${number}。`, 'IDENTITY_NUMBER'],
  ['one written apart', `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`, 'IDENTITY_NUMBER'],
  ['one with dashes', `${number.slice(0, 6)}-${number.slice(6, 14)}-${number.slice(14)}`, 'IDENTITY_NUMBER'],
  ['one with signs that nobody sees', Array.from(number).join('\u200b'), 'IDENTITY_NUMBER'],
  [
    'one in full-width digits',
    number.replaceAll(/\d/g, (one) => String.fromCodePoint(0xff10 + Number(one))),
    'IDENTITY_NUMBER',
  ],
  ['one that ends with x', '号码 11010519491231002x', 'IDENTITY_NUMBER'],
  ['one of fifteen digits', '旧证 110105491231002', 'IDENTITY_NUMBER'],
  ['a passport', '护照E12345678可以吗', 'PASSPORT'],
  ['a mobile telephone', '请回电12000000008', 'PHONE'],
  ['one with its country', '+86 138-0013-8000', 'PHONE'],
  ['one that is spelt out', '请打幺三八零零幺三八零零零', 'PHONE'],
  ['a telephone with its area', '020-83123456', 'PHONE'],
  ['a telephone without', '电话 8312 3456', 'PHONE'],
  ['a case number', '办件 440000-20260302-00000001 何时办结', 'CASE'],
  ['a collaboration number', '编号ks2026030244000000000001v', 'CASE'],
  ['an id of the graph', 'GD:Case:0197f2a0-0000-7000-8000-000000000000', 'CASE'],
  ['one with a number behind it', '办件 440000-20260302-00000001 3 份', 'CASE'],
  ['a licence', '证照 1.2.156.3005.2.11100000000013338W032', 'LICENCE'],
  ['a mail address', 'li.ming@example.cn', 'MAIL'],
  ['the name of the asker', '我叫李明，想问', 'NAME'],
  ['his name, written apart', '李 · 明', 'NAME'],
])('finds %s', (_, text, trace) => {
  expect(findTraces(text, ['李明'])).toContain(trace);
});

it.each([
  '居住证到期前30日内可以在任一窗口办理换证，工本费20元，15个工作日内办结。',
  '依据国办发〔2020〕35号，自2025-08-01起全程网办；2026年3月2日前提交的按原规定。',
  '网上提交后无须到场；满16周岁的须本人办理。',
  '2026-03-02 2026-03-09 停办；材料规格见 GB/T 33190-2016。',
  '一寸照片2张，户口簿原件1份、复印件2份；三、四级伤残者免费。',
])('lets pass what names nobody: %s', (text) => {
  expect(findTraces(text, ['李明'])).toEqual([]);
});

it('looks for the names that it is given, and for no others', () => {
  expect(findTraces('李明的问题', [])).toEqual([]);
  expect(findTraces('OUYANG  Tan-Zhen asked', ['ouyang tanzhen'])).toEqual(['NAME']);
  expect(findTraces('李三三三月提出', ['李三三'])).toEqual(['NAME']);
});
