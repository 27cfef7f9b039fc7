import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../reading/page.js';
import { ProvinceSelect } from '../reading/province-select.js';
import { Section } from '../reading/section.js';
import { useAnswer } from '../reading/use-answer.js';
import { GuideResult } from './guide-result.js';

// A person who types pauses for less between two letters.
const PAUSE_MS = 250;
const NO_VARIABLES = {};

/** Which item, where somebody is and where it is handled lead to what he has to bring. */
export function GuideFinder(): JSX.Element {
  const { voice, place, go } = usePage();
  const { words } = voice;
  const { item, from, to, scenario } = place;
  const variables =
    item === undefined || from === undefined || to === undefined
      ? undefined
      : { standardItem: item, applicantProvince: from, handlingProvince: to, scenario: scenario ?? null };
  const guide = useAnswer('Guide', variables);
  const labels = useAnswer('Labels', variables === undefined ? undefined : NO_VARIABLES);
  const answer = guide.answer?.guide;
  return (
    <Section id="guide" title="guide" note="guideNote" operation="Guide" variables={variables}>
      <form class="fields" role="search" aria-labelledby="guide-title" onSubmit={(event) => event.preventDefault()}>
        <ItemSelect />
        <ProvinceSelect label={words.here} none={words.pick} value={from} onChoose={(code) => go({ from: code })} />
        <ProvinceSelect label={words.there} none={words.pick} value={to} onChoose={(code) => go({ to: code })} />
        {answer?.__typename === 'Guide' && answer.scenarios.length > 0 && (
          <label class="inline-field">
            {words.scenario}
            <select
              value={scenario ?? ''}
              onChange={({ currentTarget }) => go({ scenario: currentTarget.value || undefined })}
            >
              <option value="">{words.anyScenario}</option>
              {answer.scenarios.map(({ code, nameZh, nameEn }) => (
                <option key={code} value={code}>
                  {voice.pick(nameZh, nameEn)}
                </option>
              ))}
            </select>
          </label>
        )}
      </form>
      <div aria-live="polite">
        {variables !== undefined && answer === undefined && (
          <p class={guide.failure === undefined ? undefined : 'missing-mark empty'}>
            {guide.failure === undefined
              ? words.loading
              : `${words.missing}: ${guide.failure.code} ${guide.failure.message}`}
          </p>
        )}
        {answer?.__typename === 'Guide' && <GuideResult guide={answer} labels={labels.answer} />}
        {answer?.__typename === 'ServiceRefusal' && (
          <div class="refusal" role="status">
            <h3>{words.refused}</h3>
            <p>{voice.pick(answer.messageZh, answer.messageEn)}</p>
            <p class="note">{`${words.rule}: ${answer.rule}`}</p>
            <button onClick={() => go({ scenario: undefined })}>
              <code>{answer.code}</code>
            </button>
          </div>
        )}
      </div>
    </Section>
  );
}

/** A search for an item, and the items that it finds. */
function ItemSelect(): JSX.Element {
  const { voice, timers, place, go } = usePage();
  const { words } = voice;
  const [typed, type] = useState('');
  const [text, search] = useState('');
  useEffect(() => timers.after(PAUSE_MS, () => search(typed.trim())), [typed, timers]);
  const items = useAnswer('Items', { text });
  const found = items.answer?.standardItems ?? [];
  const isFound = found.some(({ id }) => id === place.item);
  return (
    <>
      <label class="inline-field">
        {words.search}
        <input type="search" value={typed} onInput={({ currentTarget }) => type(currentTarget.value)} />
      </label>
      <label class="inline-field wide">
        {words.item}
        <select
          value={place.item ?? ''}
          onChange={({ currentTarget }) => go({ item: currentTarget.value || undefined, scenario: undefined })}
        >
          <option value="">{items.answer !== undefined && found.length === 0 ? words.noItems : words.pick}</option>
          {/* What a search no longer finds stays chosen until somebody chooses anew. */}
          {place.item !== undefined && !isFound && <option value={place.item}>{place.item}</option>}
          {found.map(({ id, nameZh, nameEn }) => (
            <option key={id} value={id}>
              {voice.pick(nameZh, nameEn)}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
