import type { JSX } from 'preact';
import { useCallback } from 'preact/hooks';
import { CaseState } from '../../../schema/case-lists.js';
import type { NewestQuery } from '../operations/answers.js';
import { usePage } from '../reading/page.js';
import { Section } from '../reading/section.js';
import { useAnswer } from '../reading/use-answer.js';
import { LiveEvents } from './live-events.js';
import { TraceLink } from './trace-link.js';

/** The newest cases, of all provinces or of the chosen one. */
export function Activity({ changed }: { readonly changed: () => void }): JSX.Element {
  const { voice, place } = usePage();
  const { words, numbers, province } = voice;
  const variables = place.province === undefined ? {} : { provinces: [place.province] };
  const newest = useAnswer('Newest', variables);
  const happened = useCallback(() => {
    newest.refresh();
    changed();
  }, [newest.refresh, changed]);
  const nodes = newest.answer?.cases.nodes;
  const missing = newest.answer?.cases.coverage.missing ?? [];
  return (
    <Section id="activity" title="activity" operation="Newest" variables={variables}>
      {place.province === undefined ? (
        <p class="note">{words.liveHint}</p>
      ) : (
        <LiveEvents province={place.province} changed={happened} />
      )}
      {nodes === undefined && <p>{newest.failure === undefined ? words.loading : newest.failure.code}</p>}
      {missing.length > 0 && (
        <p class="note missing-mark">
          {`${words.missing}: ${missing.map((one) => `${province(one.province.code)} (${voice.why(one.reason)})`).join(', ')}`}
        </p>
      )}
      {nodes?.length === 0 && <p class="note">{words.noCases}</p>}
      <ul class="events">
        {nodes?.map((node) => (
          <li key={node.id}>
            <time dateTime={node.submittedAt}>{numbers.moment(node.submittedAt)}</time>{' '}
            <strong>{pathOf(voice, node)}</strong> {voice.pick(node.item?.nameZh, node.item?.nameEn)}{' '}
            <span class="state">{voice.label(CaseState, node.state)}</span>{' '}
            <TraceLink collaborationNo={node.collaborationNo} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

type Node = NewestQuery['cases']['nodes'][number];

function pathOf({ province }: ReturnType<typeof usePage>['voice'], node: Node): string {
  const [from, to] = [node.applicantProvince.code, node.province.code];
  return from === to ? province(to) : `${province(from)} → ${province(to)}`;
}
