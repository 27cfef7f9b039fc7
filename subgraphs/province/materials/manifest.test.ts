import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../exchange/canonical-json.js';
import {
  type Announcement,
  isOfType,
  MAX_CASE_BYTES,
  MAX_FILE_BYTES,
  mediaTypes,
  refuseAnnouncement,
} from './admission.rules.js';
import { type Manifest, type ManifestPaper, parseManifest } from './manifest.rules.js';
import { digestManifest } from './manifest.service.js';
import { type Arrival, reconcile } from './reconcile.rules.js';

const file: Announcement = { size: 10, mediaType: 'application/pdf', grade: 'C', certifiedBy: null };
const empty = { files: 0, bytes: 0 };

describe('a file that somebody wants to hand in', () => {
  it.each([
    ['nothing', { size: 0 }, empty, 'MATERIAL_EMPTY'],
    ['less than nothing', { size: -1 }, empty, 'MATERIAL_EMPTY'],
    ['a byte too many', { size: MAX_FILE_BYTES + 1 }, empty, 'MATERIAL_TOO_LARGE'],
    ['one file too many', {}, { files: 100, bytes: 0 }, 'CASE_FULL'],
    ['more than the case may have', {}, { files: 1, bytes: MAX_CASE_BYTES - 9 }, 'CASE_FULL'],
    ['a program', { mediaType: 'application/x-msdownload' }, empty, 'MEDIA_TYPE_NOT_ALLOWED'],
    ['a type that every object has', { mediaType: 'constructor' }, empty, 'MEDIA_TYPE_NOT_ALLOWED'],
    ['a sure copy that nobody vouches for', { grade: 'B' }, empty, 'CERTIFIER_MISSING'],
  ] as const)('is refused when it is %s', (_what, change, load, code) => {
    expect(refuseAnnouncement({ ...file, ...change }, load)).toBe(code);
  });

  it('is taken up to the limits', () => {
    expect(refuseAnnouncement({ ...file, size: MAX_FILE_BYTES }, empty)).toBeUndefined();
    expect(refuseAnnouncement(file, { files: 99, bytes: MAX_CASE_BYTES - 10 })).toBeUndefined();
    expect(refuseAnnouncement({ ...file, grade: 'A', certifiedBy: 'unit' }, empty)).toBeUndefined();
  });

  it('begins as its type does, and as no other', () => {
    const types = Object.keys(mediaTypes) as (keyof typeof mediaTypes)[];
    for (const one of types) {
      for (const other of types) expect(isOfType(other, new Uint8Array(mediaTypes[one]))).toBe(one === other);
      expect(isOfType(one, new Uint8Array())).toBe(false);
    }
  });
});

const hex = (seed: number): string => seed.toString(16).padStart(64, '0');
const pieces = fc.integer({ min: 1, max: 5 });
const manifests: fc.Arbitrary<Manifest> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 5 }),
    papers: fc.array(fc.record({ isDigital: fc.boolean(), originals: pieces, copies: pieces }), { maxLength: 5 }),
  })
  .map(({ sizes, papers }) => ({
    version: 1,
    entries: sizes.map((size, index) => ({
      ...{ ordinal: index + 1, name: `文件${index}`, digest: hex(index), size, mediaType: 'image/png' as const },
      ...{ grade: 'C' as const, certifiedBy: null },
    })),
    papers: papers.map(({ isDigital, originals, copies }, index) => ({
      ...{ ordinal: index + 1, name: `纸${index}`, originals, copies },
      ...{ shipmentNo: isDigital ? null : `SF${index}`, digest: isDigital ? hex(0) : null },
    })),
  }));

describe('a manifest', () => {
  it('comes back from its canonical text as it was, with the same digest', () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const read = parseManifest(JSON.parse(canonicalJson(manifest)));

        expect(read).toEqual(manifest);
        expect(digestManifest(read ?? manifest)).toBe(digestManifest(manifest));
      }),
    );
  });

  it('has another digest whatever is changed in it', () => {
    const change = fc.constantFrom('name', 'digest', 'size', 'mediaType', 'grade', 'certifiedBy', 'ordinal');
    fc.assert(
      fc.property(manifests, change, (manifest, field) => {
        const [first, ...others] = manifest.entries;
        const changed = { ...manifest, entries: [{ ...first, [field]: 'other' }, ...others] } as unknown as Manifest;

        expect(digestManifest(changed)).not.toBe(digestManifest(manifest));
      }),
    );
  });

  it.each([
    ['another version', { version: 2 }],
    ['no list', { entries: {} }],
    ['an ordinal twice', { papers: [1, 2].map(() => paper({})) }],
    ['a paper that neither travels nor has a file', { papers: [paper({ shipmentNo: null })] }],
    ['a digital paper whose file is not listed', { papers: [paper({ shipmentNo: null, digest: hex(9) })] }],
    ['a size that no file may have', { entries: [entry({ size: MAX_FILE_BYTES + 1 })] }],
    ['a size that is no number', { entries: [entry({ size: '1' })] }],
    ['a digest in capitals', { entries: [entry({ digest: 'A'.repeat(64) })] }],
    ['half a surrogate pair', { entries: [entry({ name: '\ud800' })] }],
    ['an unknown grade', { entries: [entry({ grade: 'toString' })] }],
  ])('is none with %s', (_what, change) => {
    const good = { version: 1, entries: [entry({})], papers: [paper({})] };

    expect(parseManifest(good)).toEqual(good);
    expect(parseManifest({ ...good, ...change })).toBeUndefined();
  });
});

function entry(change: object): object {
  return {
    ...{ ordinal: 1, name: '结婚证', digest: hex(1), size: 1, mediaType: 'image/png', grade: 'B', certifiedBy: 'unit' },
    ...change,
  };
}

function paper(change: object): object {
  return { ordinal: 1, name: '户口簿', originals: 1, copies: 0, shipmentNo: 'SF1', digest: null, ...change };
}

/** Everything arrived as it was listed. */
const arrivalOf = ({ entries, papers }: Manifest): Arrival => ({
  files: entries.map(({ digest }) => ({ digest, isWhole: true })),
  papers: papers.flatMap(({ name, originals, copies, shipmentNo }) =>
    shipmentNo === null ? [] : [{ name, originals, copies, shipmentNo, damaged: 0 }],
  ),
});

describe('what arrived', () => {
  it('agrees with the manifest when all came as listed, however it was parcelled', () => {
    fc.assert(
      fc.property(manifests, (manifest) => {
        const { files, papers } = arrivalOf(manifest);
        const parcelled = papers.flatMap((one) => [
          { ...one, originals: 1, copies: 0 },
          { ...one, originals: one.originals - 1 },
        ]);

        expect(reconcile(manifest, { files, papers })).toEqual([]);
        expect(reconcile(manifest, { files: files.toReversed(), papers: parcelled })).toEqual([]);
      }),
    );
  });

  it('names each thing that did not come, by its place, and nothing else', () => {
    fc.assert(
      fc.property(manifests, fc.nat(), (manifest, seed) => {
        const { files, papers } = arrivalOf(manifest);
        const lost = files[seed % files.length];
        const lostPaper = papers[seed % Math.max(1, papers.length)];
        const found = reconcile(manifest, {
          files: files.filter((one) => one !== lost),
          papers: papers.filter((one) => one !== lostPaper),
        });

        expect(found.map(({ finding, digest, name, kind }) => [finding, kind === 'FILE' ? digest : name])).toEqual([
          ['MISSING', lost?.digest],
          ...(lostPaper === undefined ? [] : [['MISSING', lostPaper.name]]),
        ]);
      }),
    );
  });

  const listed: ManifestPaper = {
    ...{ ordinal: 1, name: '户口簿', originals: 1, copies: 2, shipmentNo: 'SF1', digest: null },
  };
  const came = { shipmentNo: 'SF1', name: '户口簿', originals: 1, copies: 2, damaged: 0 };

  it.each([
    ['TOO_FEW', { copies: 1 }, 1],
    ['TOO_MANY', { originals: 2 }, 1],
    ['DAMAGED', { damaged: 1 }, 1],
    ['WRONG_SHIPMENT', { shipmentNo: 'SF2' }, 1],
  ])('is %s where it is', (finding, change, ordinal) => {
    const manifest: Manifest = { version: 1, entries: [], papers: [listed] };

    expect(reconcile(manifest, { files: [], papers: [{ ...came, ...change }] })).toMatchObject([{ finding, ordinal }]);
  });

  it('is surplus when nobody listed it, or when it was said to be digital only', () => {
    const digital: ManifestPaper = { ...listed, shipmentNo: null, digest: hex(1) };
    const manifest: Manifest = { version: 1, entries: [], papers: [digital] };
    const files = [{ digest: hex(7), isWhole: true }];

    expect(reconcile(manifest, { files, papers: [came] })).toMatchObject([
      { finding: 'SURPLUS', kind: 'FILE', ordinal: null, digest: hex(7) },
      { finding: 'SURPLUS', kind: 'PAPER', ordinal: null, name: '户口簿', shipmentNo: 'SF1' },
    ]);
  });

  it('is damaged when a file is no longer what came', () => {
    const manifest = parseManifest({ version: 1, entries: [entry({})], papers: [] });
    if (manifest === undefined) throw new Error('no manifest');

    expect(reconcile(manifest, { files: [{ digest: hex(1), isWhole: false }], papers: [] })).toMatchObject([
      { finding: 'DAMAGED', ordinal: 1 },
    ]);
  });
});
