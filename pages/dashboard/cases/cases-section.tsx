import type { JSX } from 'preact';
import { useAnswer } from '../reading/use-answer.js';
import { usePage } from '../reading/page.js';
import { Activity } from './activity.js';
import { readNumber } from './read-number.js';
import { TraceBox } from './trace-box.js';

/** Single cases: the one that somebody looks for, and the newest. What events tell brings both up to date. */
export function CasesSection(): JSX.Element {
  const { place } = usePage();
  const asked = readNumber(place.trace ?? '');
  const collaborationNo = asked.kind === 'number' ? asked.collaborationNo : undefined;
  const trace = useAnswer('Trace', collaborationNo === undefined ? undefined : { collaborationNo });
  return (
    <>
      <TraceBox asked={asked} trace={trace} />
      <Activity changed={trace.refresh} />
    </>
  );
}
