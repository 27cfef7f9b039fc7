import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { CaseState, LegState } from '../../../schema/case-lists.js';
import { usePage } from '../reading/page.js';
import type { WordKey } from '../reading/words.js';
import { type CaseEvent, followEvents, type LiveState } from './follow-events.js';
import { TraceLink } from './trace-link.js';

const EVENTS_SHOWN = 12;

const STATES: Readonly<Record<LiveState, WordKey>> = {
  opening: 'liveOpening',
  open: 'liveOpen',
  broken: 'liveBroken',
  refused: 'liveRefused',
};

interface Props {
  readonly province: string;
  /** Called for each event; numbers of the page may have changed. */
  readonly changed: () => void;
}

/** What happens in the cases of a province while somebody looks, the newest first. */
export function LiveEvents({ province, changed }: Props): JSX.Element {
  const { words, province: nameOf } = usePage().voice;
  const [state, setState] = useState<LiveState>('opening');
  const [events, setEvents] = useState<readonly CaseEvent[]>([]);
  useEffect(() => {
    setEvents([]);
    return followEvents(province, {
      onState: setState,
      onEvent(event) {
        setEvents((before) => [event, ...before.filter(({ id }) => id !== event.id)].slice(0, EVENTS_SHOWN));
        changed();
      },
    });
  }, [province, changed]);
  return (
    <div class="live" data-live={state}>
      <p class="live-state" role="status">
        <span aria-hidden="true">{state === 'open' ? '●' : '○'}</span>
        {`${words.live} · ${nameOf(province)}: ${words[STATES[state]]}`}
      </p>
      <ul class="events" role="log" aria-label={`${words.live}: ${nameOf(province)}`}>
        {events.map((event) => (
          <Event key={event.id} event={event} />
        ))}
      </ul>
      {events.length === 0 && <p class="note">{words.noEvents}</p>}
    </div>
  );
}

function Event({ event }: { readonly event: CaseEvent }): JSX.Element {
  const { voice } = usePage();
  const { words, numbers, province, label, pick } = voice;
  if (event.kind === 'GAP') return <li class="is-new">{words.gap}</li>;
  const { state, legState, receivingProvince, handlingProvince } = event;
  const list = state === null && legState !== null && legState in LegState.entries ? LegState : CaseState;
  const places = [receivingProvince, handlingProvince].flatMap((one) => (one === null ? [] : [province(one.code)]));
  return (
    <li class="is-new">
      {event.at !== null && <time dateTime={event.at}>{numbers.clock(Date.parse(event.at))}</time>}{' '}
      <strong>{[...new Set(places)].join(' → ')}</strong> {pick(event.case?.item?.nameZh, event.case?.item?.nameEn)}{' '}
      <code>{event.event ?? event.kind}</code> <span class="state">{label(list, state ?? legState)}</span>{' '}
      <TraceLink collaborationNo={event.collaborationNo} />
    </li>
  );
}
