import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PreflightDefect } from '../../../schema/linkage-lists.js';
import type { MaterialRecord } from '../catalogue/index.js';
import { materialsOf } from '../seeds/materials.js';
import { type Draft, type DraftMaterial, type ItemRequirements, preflight } from './preflight.rules.js';

const needs = (change: Partial<MaterialRecord> = {}): MaterialRecord => ({
  name: '户口簿',
  required: true,
  grade: 'B',
  form: 'PAPER_OR_ELECTRONIC',
  source: 'GOVERNMENT',
  issuingBody: null,
  originals: 1,
  copies: 2,
  note: null,
  ...change,
});

const piece = (change: Partial<DraftMaterial> = {}): DraftMaterial => ({
  name: '户口簿',
  form: 'PAPER',
  grade: 'B',
  originals: 1,
  copies: 2,
  validUntil: null,
  ...change,
});

const check = (needed: MaterialRecord, ...materials: readonly DraftMaterial[]): readonly string[] =>
  preflight({ materials: [needed], acceptanceConditions: [] }, { materials, conditions: {}, today: '2026-03-02' }).map(
    ({ defect }) => defect,
  );

it.each([
  ['what is not there', needs(), [], ['MISSING']],
  ['nothing about what may be left out', needs({ required: false }), [], []],
  ['what may be left out and is wrong', needs({ required: false }), [piece({ grade: 'D' })], ['GRADE_TOO_LOW']],
  ['the wrong form', needs({ form: 'ELECTRONIC' }), [piece()], ['WRONG_FORM']],
  ['what expired yesterday', needs(), [piece({ validUntil: '2026-03-01' })], ['EXPIRED']],
  ['nothing about what expires today', needs(), [piece({ validUntil: '2026-03-02' })], []],
  ['too low a grade', needs(), [piece({ grade: 'C' })], ['GRADE_TOO_LOW']],
  ['nothing about a higher grade', needs(), [piece({ grade: 'A' })], []],
  [
    'everything that is wrong with one piece',
    needs({ form: 'ELECTRONIC' }),
    [piece({ grade: 'D', validUntil: '2020-01-01' })],
    ['WRONG_FORM', 'EXPIRED', 'GRADE_TOO_LOW'],
  ],
  [
    'too few originals and copies',
    needs(),
    [piece({ originals: 0, copies: 1 })],
    ['TOO_FEW_ORIGINALS', 'TOO_FEW_COPIES'],
  ],
  [
    'nothing when several pieces make up the number',
    needs(),
    [piece({ copies: 1 }), piece({ originals: 0, copies: 1 })],
    [],
  ],
  ['no copies of what is electronic', needs(), [piece({ form: 'ELECTRONIC', originals: 0, copies: 0 })], []],
  [
    'only what is easiest to mend',
    needs(),
    [piece({ grade: 'D', validUntil: '2020-01-01' }), piece({ grade: 'C' })],
    ['GRADE_TOO_LOW'],
  ],
])('finds %s', (_what, needed, materials, found) => {
  expect(check(needed, ...materials)).toEqual(found);
});

it('finds conditions that are not met or that nobody answered', () => {
  const item: ItemRequirements = { materials: [], acceptanceConditions: ['年满十八周岁', '在本省参保', 'constructor'] };
  const draft: Draft = { materials: [], conditions: { 年满十八周岁: true, 在本省参保: false }, today: '2026-03-02' };

  expect(preflight(item, draft)).toEqual([
    { subject: '在本省参保', defect: 'CONDITION_NOT_MET' },
    { subject: 'constructor', defect: 'CONDITION_UNANSWERED' },
  ]);
});

const grade = fc.constantFrom('A' as const, 'B' as const, 'C' as const, 'D' as const);
const name = fc.constantFrom('甲', '乙', '丙');
const count = fc.integer({ min: 0, max: 3 });
const item = fc.record({
  materials: fc.uniqueArray(
    fc.record({
      name,
      required: fc.boolean(),
      grade,
      form: fc.constantFrom('PAPER' as const, 'ELECTRONIC' as const, 'PAPER_OR_ELECTRONIC' as const),
      originals: count,
      copies: count,
    }),
    { selector: ({ name: key }) => key },
  ),
  acceptanceConditions: fc.uniqueArray(fc.constantFrom('c1', 'c2')),
});
const draft = fc.record({
  materials: fc.array(
    fc.record({
      name,
      form: fc.constantFrom('PAPER' as const, 'ELECTRONIC' as const),
      grade,
      originals: count,
      copies: count,
      validUntil: fc.constantFrom(null, '2025-01-01', '2027-01-01'),
    }),
    { maxLength: 6 },
  ),
  conditions: fc.dictionary(fc.constantFrom('c1', 'c2'), fc.boolean()),
  today: fc.constant('2026-03-02'),
});

it('is complete: who mends everything that it names has nothing more to mend', () => {
  fc.assert(
    fc.property(item, draft, (needed, given) => {
      const gaps = preflight(needed, given);
      const named = new Set(gaps.map(({ subject }) => subject));
      const mended: Draft = {
        ...given,
        materials: [
          ...given.materials,
          ...needed.materials
            .filter((material) => named.has(material.name))
            .map((material) => ({
              ...material,
              form: material.form === 'PAPER' ? ('PAPER' as const) : ('ELECTRONIC' as const),
              validUntil: null,
            })),
        ],
        conditions: {
          ...given.conditions,
          ...Object.fromEntries(
            needed.acceptanceConditions.filter((each) => named.has(each)).map((each) => [each, true]),
          ),
        },
      };

      expect(preflight(needed, mended)).toEqual([]);
      for (const { defect } of gaps) expect(PreflightDefect.entries).toHaveProperty(defect);
    }),
  );
});

it('names each gap once, of what the item asks for, in the order of its list', () => {
  fc.assert(
    fc.property(item, draft, (needed, given) => {
      const gaps = preflight(needed, given);
      const order: readonly string[] = [
        ...needed.materials.map((material) => material.name),
        ...needed.acceptanceConditions,
      ];
      const places = gaps.map(({ subject }) => order.indexOf(subject));

      expect(new Set(gaps.map((gap) => JSON.stringify(gap))).size).toBe(gaps.length);
      expect(places).not.toContain(-1);
      expect(places).toEqual([...places].sort((one, other) => one - other));
    }),
  );
});

it('finds every required material of a real item missing from an empty draft', () => {
  const materials = materialsOf('mps-hukou-transfer-spouse');
  const gaps = preflight(
    { materials, acceptanceConditions: [] },
    { materials: [], conditions: {}, today: '2026-03-02' },
  );

  expect(gaps.map(({ subject }) => subject)).toEqual(
    materials.filter(({ required }) => required).map((each) => each.name),
  );
  expect(gaps.length).toBeGreaterThan(1);
});
