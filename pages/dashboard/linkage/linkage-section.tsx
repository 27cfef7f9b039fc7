import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { FlowsQuery, ProvincesQuery } from '../operations/answers.js';
import { readProvinces } from '../trends/province-readings.js';
import { FlowChord } from './flow-chord.js';
import { FlowMatrix } from './flow-matrix.js';
import { readFlows } from './flow-table.js';
import { TileGrid } from './tile-grid.js';

interface Props {
  readonly provinces: ProvincesQuery | undefined;
  readonly flows: FlowsQuery | undefined;
}

/** The linkage map: how provinces are, and what goes from one to the other. */
export function LinkageSection({ provinces, flows }: Props): JSX.Element {
  const readings = useMemo(() => readProvinces(provinces), [provinces]);
  const table = useMemo(() => readFlows(flows), [flows]);
  return (
    <>
      <TileGrid readings={readings} table={table} />
      <FlowMatrix table={table} />
      <FlowChord table={table} />
    </>
  );
}
