import { expect, it } from '@jest/globals';
import { InstanceError, listInstances, parseInstance, readInstance } from './instance.js';

it('lists all 32 provinces in the order of their national codes', () => {
  const instances = listInstances();

  expect(instances).toHaveLength(32);
  expect(instances.map(({ gbCode }) => gbCode)).toEqual(instances.map(({ gbCode }) => gbCode).toSorted());
  expect(new Set(instances.map(({ code }) => code)).size).toBe(32);
});

it('reads the instance of a code', () => {
  expect(readInstance('GD')).toEqual({
    code: 'GD',
    gbCode: '440000',
    nameZh: '广东省',
    nameEn: 'Guangdong',
    population: 126_012_510,
  });
});

it.each(['ZZ', 'gd', '', '../GD'])('refuses the unknown code %j and names the known ones', (code) => {
  expect(() => readInstance(code)).toThrow(InstanceError);
  expect(() => readInstance(code)).toThrow(/Known codes: AH, .*XPCC/);
});

const guangdong = { code: 'GD', gbCode: '440000', nameZh: '广东省', nameEn: 'Guangdong', population: 1 };

it.each([
  ['a missing field', { ...guangdong, nameZh: undefined }, 'nameZh'],
  ['a number that is not one', { ...guangdong, population: 'many' }, 'population'],
  ['a malformed national code', { ...guangdong, gbCode: '44' }, 'gbCode'],
  ['an unknown field', { ...guangdong, colour: 'red' }, 'colour'],
  ['the code of another file', { ...guangdong, code: 'HN' }, 'file name'],
  ['a list', [], 'code'],
  ['nothing', null, 'code'],
])('refuses an instance file with %s', (_title, content, problem) => {
  expect(() => parseInstance(content, 'GD')).toThrow(problem);
});
