import { expect, it } from '@jest/globals';
import { encodeCursor } from '../../schema/cursor.js';
import { cursorOf, type ListArguments, orderList, parseListRequest } from './list-request.js';

const orders = {
  fields: {
    NAME: { column: 'name', holds: 'TEXT', nullable: false, labelZh: '名称', labelEn: 'name' },
    DAYS: { column: 'days', holds: 'INTEGER', nullable: true, labelZh: '天数', labelEn: 'days' },
    SIZE: { column: 'size', holds: 'INTEGER', nullable: false, labelZh: '大小', labelEn: 'size' },
    AGE: { column: 'age', holds: 'INTEGER', nullable: false, labelZh: '年龄', labelEn: 'age' },
  },
  defaultOrder: 'NAME_ASC',
} as const;

const parse = (args: ListArguments) => parseListRequest(args, orders);

it('takes 20 rows in the default order unless told otherwise', () => {
  expect(parse({})).toEqual({
    order: 'NAME_ASC',
    terms: [{ column: 'name', holds: 'TEXT', direction: 'ASC', nullable: false }],
    size: 20,
    isBackward: false,
    cursor: undefined,
  });
  expect(parse({ first: null, after: null, last: null, before: null, orderBy: null })).toEqual(parse({}));
});

it('reads back the cursor that it made for a row', () => {
  const request = parse({ orderBy: ['DAYS_DESC', 'NAME_ASC'] });

  const after = cursorOf({ id: 'GD:T:1', name: '甲', days: null, size: 1, age: 1 }, request);

  expect(parse({ orderBy: ['DAYS_DESC', 'NAME_ASC'], after }).cursor).toEqual({
    order: 'DAYS_DESC,NAME_ASC',
    keys: [null, '甲'],
    id: 'GD:T:1',
  });
});

it('reads backward from the end, or from before a cursor', () => {
  const before = cursor('NAME_ASC', ['甲']);

  expect(parse({ last: 5, before })).toMatchObject({ size: 5, isBackward: true, cursor: { id: 'GD:T:1' } });
});

const cursor = (order: string, keys: (string | number | null)[]): string => encodeCursor({ order, keys, id: 'GD:T:1' });

it.each<[string, ListArguments, string]>([
  ['a page of none', { first: 0 }, 'BAD_PAGE_SIZE'],
  ['a page of 201', { first: 201 }, 'BAD_PAGE_SIZE'],
  ['a page of half a row', { first: 1.5 }, 'BAD_PAGE_SIZE'],
  ['both ends at once', { first: 3, last: 3 }, 'BAD_PAGE_SIZE'],
  ['a page of none from the end', { last: 0 }, 'BAD_PAGE_SIZE'],
  ['a forward cursor on the way back', { last: 3, after: 'x' }, 'BAD_CURSOR'],
  ['a backward cursor on the way forward', { before: 'x' }, 'BAD_CURSOR'],
  ['no order at all', { orderBy: [] }, 'BAD_USER_INPUT'],
  ['four terms', { orderBy: ['NAME_ASC', 'DAYS_ASC', 'SIZE_ASC', 'AGE_ASC'] }, 'BAD_USER_INPUT'],
  ['the same field twice', { orderBy: ['NAME_ASC', 'NAME_DESC'] }, 'BAD_USER_INPUT'],
  ['an unknown field', { orderBy: ['COLOUR_ASC'] }, 'BAD_USER_INPUT'],
  ['a field of every object', { orderBy: ['constructor_ASC'] }, 'BAD_USER_INPUT'],
  ['a cursor that is none', { after: 'nonsense' }, 'BAD_CURSOR'],
  ['a cursor of another order', { after: cursor('NAME_DESC', ['甲']) }, 'BAD_CURSOR'],
  ['a cursor with a number for a text', { after: cursor('NAME_ASC', [7]) }, 'BAD_CURSOR'],
  ['a cursor with a NUL', { after: cursor('NAME_ASC', ['甲\0']) }, 'BAD_CURSOR'],
  ['a cursor with a text for a number', { after: cursor('SIZE_ASC', ['7']), orderBy: ['SIZE_ASC'] }, 'BAD_CURSOR'],
  ['a cursor with half a number', { after: cursor('SIZE_ASC', [7.5]), orderBy: ['SIZE_ASC'] }, 'BAD_CURSOR'],
  ['a cursor with too large a number', { after: cursor('SIZE_ASC', [2 ** 31]), orderBy: ['SIZE_ASC'] }, 'BAD_CURSOR'],
  ['a cursor with null for what is never null', { after: cursor('NAME_ASC', [null]) }, 'BAD_CURSOR'],
  ['a cursor with a term too many', { after: cursor('NAME_ASC,DAYS_ASC', ['甲', null]) }, 'BAD_CURSOR'],
])('refuses %s', (_title, args, code) => {
  expect(() => parse(args)).toThrow(expect.objectContaining({ code }));
});

it('names both directions of every field in the enum', () => {
  const list = orderList({ name: 'ThingOrder', labelZh: '排序', labelEn: 'order' }, orders);

  expect(Object.keys(list.entries)).toEqual([
    'NAME_ASC',
    'NAME_DESC',
    'DAYS_ASC',
    'DAYS_DESC',
    'SIZE_ASC',
    'SIZE_DESC',
    'AGE_ASC',
    'AGE_DESC',
  ]);
});
