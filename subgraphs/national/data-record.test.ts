import { expect, it } from '@jest/globals';
import { Confidence, TaskType } from '../../schema/code-lists.js';
import { parseDataRecords } from './data-record.js';

const record = (value: unknown) => {
  const [first] = parseDataRecords(JSON.stringify([value]), 'items.json');
  if (first === undefined) throw new Error('no record');
  return first;
};

it('gives values of their types', () => {
  const item = record({
    name: 'a',
    none: null,
    size: 1.5,
    open: false,
    years: [2020],
    tags: ['x'],
    trust: 'high',
    type: '01',
  });

  expect([item.text('name'), item.optionalText('none'), item.optionalText('absent')]).toEqual(['a', null, null]);
  expect([item.number('size'), item.boolean('open')]).toEqual([1.5, false]);
  expect([item.integers('years'), item.texts('tags')]).toEqual([[2020], ['x']]);
  expect([item.name(Confidence, 'trust'), item.code(TaskType, 'type')]).toEqual(['HIGH', 'LICENSING']);
});

it('names the place of a value that does not fit', () => {
  const item = record({ name: 1, trust: 'certain', type: '77', years: [1.5], inner: {} });

  expect(() => item.text('name')).toThrow('items.json[0].name is not a text.');
  expect(() => item.number('absent')).toThrow('items.json[0].absent is not a number.');
  expect(() => item.boolean('name')).toThrow('items.json[0].name is not true or false.');
  expect(() => item.integers('years')).toThrow('items.json[0].years is not a list of integers.');
  expect(() => item.name(Confidence, 'trust')).toThrow('items.json[0].trust is not a value of Confidence.');
  expect(() => item.code(TaskType, 'type')).toThrow('items.json[0].type is not a code of TaskType.');
  expect(() => item.record('inner').text('zh')).toThrow('items.json[0].inner.zh is not a text.');
  expect(() => item.record('name')).toThrow('items.json[0].name is not an object.');
});

it('refuses a file that is no list', () => {
  expect(() => parseDataRecords('{}', 'items.json')).toThrow('items.json is not a list.');
});
