import type { JSX } from 'preact';
import { usePage } from '../reading/page.js';

/** Leads to the trace of a case; nothing for a mere record, which has no number. */
export function TraceLink({ collaborationNo }: { readonly collaborationNo: string | null }): JSX.Element | null {
  const { go } = usePage();
  if (collaborationNo === null) return null;
  const show = (): void => {
    go({ trace: collaborationNo });
    document.getElementById('trace-title')?.scrollIntoView();
  };
  return (
    <button class="as-link" onClick={show}>
      {collaborationNo}
    </button>
  );
}
