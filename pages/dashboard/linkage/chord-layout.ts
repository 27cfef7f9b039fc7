import { type Chord, chordDirected, ribbonArrow } from 'd3-chord';
import { arc } from 'd3-shape';
import type { Flow } from './flow-table.js';

/** A province on the rim. */
export interface ChordArc {
  readonly code: string;
  readonly path: string;
  readonly labelX: number;
  readonly labelY: number;
  /** On which side of the label its text begins. */
  readonly anchor: 'start' | 'end';
}

/** A flow across the circle, with its head where cases arrive. */
export interface ChordRibbon {
  readonly flow: Flow;
  readonly path: string;
}

/** A circle around 0,0. */
export interface ChordLayout {
  readonly arcs: readonly ChordArc[];
  readonly ribbons: readonly ChordRibbon[];
}

const PAD_RADIANS = 0.03;
const RIM = 10;
const LABEL_GAP = 8;

/** Lays the flows out in a circle of that radius; provinces stand in the order in which they are given. */
export function layOutChord(flows: readonly Flow[], order: readonly string[], radius: number): ChordLayout {
  const codes = order.filter((code) => flows.some(({ from, to }) => from === code || to === code));
  const matrix = codes.map(() => codes.map(() => 0));
  const byPair = new Map<string, Flow>();
  for (const flow of flows) {
    const [row, column] = [codes.indexOf(flow.from), codes.indexOf(flow.to)];
    const line = matrix[row];
    if (line !== undefined) line[column] = flow.value;
    byPair.set(`${row},${column}`, flow);
  }
  const chords = chordDirected().padAngle(PAD_RADIANS)(matrix);
  const drawRim = arc<{ startAngle: number; endAngle: number }>()
    .innerRadius(radius)
    .outerRadius(radius + RIM);
  // The types say that a ribbon always draws on a canvas; without one it gives the text of a path.
  const drawRibbon = ribbonArrow().radius(radius - 2) as unknown as (chord: Chord) => string | null;
  return {
    arcs: chords.groups.map((group) => {
      const angle = (group.startAngle + group.endAngle) / 2 - Math.PI / 2;
      return {
        code: codes[group.index] ?? '',
        path: drawRim(group) ?? '',
        labelX: Math.cos(angle) * (radius + RIM + LABEL_GAP),
        labelY: Math.sin(angle) * (radius + RIM + LABEL_GAP),
        anchor: Math.cos(angle) < 0 ? 'end' : 'start',
      };
    }),
    ribbons: chords.flatMap((chord) => {
      const flow = byPair.get(`${chord.source.index},${chord.target.index}`);
      const path = drawRibbon(chord);
      return flow === undefined || path === null ? [] : [{ flow, path }];
    }),
  };
}
