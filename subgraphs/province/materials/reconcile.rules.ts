import type { ArrivalFinding } from '../../../schema/linkage-lists.js';
import type { Manifest, ManifestPaper } from './manifest.rules.js';

/** Papers of one name that came under one shipment number, as a clerk counted them. */
export interface ArrivedPaper {
  readonly shipmentNo: string;
  readonly name: string;
  readonly originals: number;
  readonly copies: number;
  /** How many of them cannot be used. */
  readonly damaged: number;
}

/** A file as the receiver has it. */
export interface ArrivedFile {
  readonly digest: string;
  /** False when what is on disk is no longer what came. */
  readonly isWhole: boolean;
}

/** What has arrived of a case. */
export interface Arrival {
  readonly files: readonly ArrivedFile[];
  readonly papers: readonly ArrivedPaper[];
}

/** One disagreement between what was listed and what is here. */
export interface Finding {
  readonly finding: keyof typeof ArrivalFinding.entries;
  readonly kind: 'FILE' | 'PAPER';
  /** Place in the manifest; null for what is not listed. */
  readonly ordinal: number | null;
  readonly name: string | null;
  readonly digest: string | null;
  readonly shipmentNo: string | null;
}

/** Every disagreement, in the order of the manifest, then what nobody listed. None means that the manifest is here. */
export function reconcile(manifest: Manifest, arrival: Arrival): readonly Finding[] {
  return [...reconcileFiles(manifest, arrival.files), ...reconcilePapers(manifest, arrival.papers)];
}

/** True when what was listed is not here, or not so that it can be used. What came besides keeps nobody waiting. */
export function isLacking({ finding }: Finding): boolean {
  return finding === 'MISSING' || finding === 'TOO_FEW' || finding === 'DAMAGED';
}

function reconcileFiles({ entries }: Manifest, files: readonly ArrivedFile[]): readonly Finding[] {
  const here = new Map(files.map((file) => [file.digest, file]));
  const listed = new Set(entries.map(({ digest }) => digest));
  const wrong = entries.flatMap(({ ordinal, name, digest }): Finding[] => {
    const file = here.get(digest);
    if (file?.isWhole === true) return [];
    const finding = file === undefined ? 'MISSING' : 'DAMAGED';
    return [{ finding, kind: 'FILE', ordinal, name, digest, shipmentNo: null }];
  });
  const surplus = [...here.keys()].filter((digest) => !listed.has(digest));
  return [
    ...wrong,
    ...surplus.map(
      (digest): Finding => ({
        ...{ finding: 'SURPLUS', kind: 'FILE', ordinal: null, name: null, digest, shipmentNo: null },
      }),
    ),
  ];
}

/** Every disagreement about the papers of a manifest. */
export function reconcilePapers({ papers }: Manifest, arrived: readonly ArrivedPaper[]): readonly Finding[] {
  const byName = Map.groupBy(arrived, ({ name }) => name);
  const travelling = new Set(papers.filter(({ shipmentNo }) => shipmentNo !== null).map(({ name }) => name));
  const wrong = papers
    .filter(({ shipmentNo }) => shipmentNo !== null)
    .flatMap((paper) =>
      findingsOf(paper, byName.get(paper.name) ?? []).map(
        (finding): Finding => ({
          ...{ finding, kind: 'PAPER', ordinal: paper.ordinal, name: paper.name },
          ...{ digest: paper.digest, shipmentNo: paper.shipmentNo },
        }),
      ),
    );
  // A paper that was said to be digital only and came all the same is as unexpected as one that nobody listed.
  const surplus = arrived.filter(({ name }) => !travelling.has(name));
  return [
    ...wrong,
    ...surplus.map(
      ({ name, shipmentNo }): Finding => ({
        ...{ finding: 'SURPLUS', kind: 'PAPER', ordinal: null, name, digest: null, shipmentNo },
      }),
    ),
  ];
}

function findingsOf(paper: ManifestPaper, pieces: readonly ArrivedPaper[]): readonly Finding['finding'][] {
  if (pieces.length === 0) return ['MISSING'];
  const sum = (count: (piece: ArrivedPaper) => number): number =>
    pieces.reduce((total, piece) => total + count(piece), 0);
  const differences = [sum(({ originals }) => originals) - paper.originals, sum(({ copies }) => copies) - paper.copies];
  const found: Finding['finding'][] = [];
  if (pieces.some(({ shipmentNo }) => shipmentNo !== paper.shipmentNo)) found.push('WRONG_SHIPMENT');
  if (differences.some((difference) => difference < 0)) found.push('TOO_FEW');
  if (differences.some((difference) => difference > 0)) found.push('TOO_MANY');
  if (pieces.some(({ damaged }) => damaged > 0)) found.push('DAMAGED');
  return found;
}
