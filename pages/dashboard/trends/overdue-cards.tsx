import type { JSX } from 'preact';
import type { ProvincesQuery } from '../operations/answers.js';
import { valueOf } from '../reading/figure.js';
import { FigureValue, markOf } from '../reading/figure-value.js';
import { usePage } from '../reading/page.js';
import { Section } from '../reading/section.js';
import { TableBehind } from '../reading/table-behind.js';
import { type ProvinceReading, rankByLateness, readProvinces } from './province-readings.js';

const CARDS = 8;

/** Where most ends late: cards of the provinces with the greatest share, the rest in the table. */
export function OverdueCards({ provinces }: { readonly provinces: ProvincesQuery | undefined }): JSX.Element {
  const { voice, place, go } = usePage();
  const { words, province, figure } = voice;
  const ranked = rankByLateness(readProvinces(provinces));
  const told = ranked.filter(({ lateness }) => lateness.share?.kind !== 'missing');
  return (
    <Section id="overdue" title="overdue" note="overdueNote" operation="Provinces">
      <ul class="cards">
        {told.slice(0, CARDS).map((reading) => (
          <li key={reading.code}>
            <button aria-pressed={place.province === reading.code} onClick={() => go({ province: reading.code })}>
              <LatenessCard reading={reading} />
            </button>
          </li>
        ))}
      </ul>
      {told.length === 0 && (
        <p class="missing-mark empty">{provinces === undefined ? words.loading : words.missingWhy}</p>
      )}
      <TableBehind
        caption={words.overdue}
        columns={[words.province, words.overdueShare, words.late, words.decided]}
        rows={() =>
          ranked.map(({ code, lateness: { share, overdue, decided } }) => [
            province(code),
            share === undefined ? words.nothingEnded : figure(share, 'share'),
            figure(overdue),
            figure(decided),
          ])
        }
      />
    </Section>
  );
}

function LatenessCard({ reading }: { readonly reading: ProvinceReading }): JSX.Element {
  const { words, province, figure } = usePage().voice;
  const { share, overdue, decided } = reading.lateness;
  return (
    <>
      <strong>{province(reading.code)}</strong>
      {share === undefined ? (
        <span class="figure none-mark">{words.nothingEnded}</span>
      ) : (
        <FigureValue figure={share} form="share" />
      )}
      <span class={`bar ${markOf(share)}`} aria-hidden="true">
        <span style={{ inlineSize: `${((valueOf(share) ?? 0) * 100).toFixed(1)}%` }} />
      </span>
      {share?.kind === 'known' && <small>{`${words.late} ${figure(overdue)} / ${figure(decided)}`}</small>}
    </>
  );
}
