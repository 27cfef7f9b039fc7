import type { JSX } from 'preact';
import { FigureValue } from '../reading/figure-value.js';
import { usePage } from '../reading/page.js';
import type { ProvinceReading } from '../trends/province-readings.js';
import { type FlowTable, knownFlows } from './flow-table.js';
import { standingText } from './standing-marks.js';

const FLOWS_SHOWN = 5;

interface Props {
  readonly reading: ProvinceReading | undefined;
  readonly table: FlowTable;
}

/** The numbers of the province that somebody has chosen; told to screen readers when it changes. */
export function ChosenProvince({ reading, table }: Props): JSX.Element {
  const { voice, go } = usePage();
  const { words } = voice;
  const flows = reading === undefined ? [] : knownFlows(table, reading.code).slice(0, FLOWS_SHOWN);
  return (
    <aside class="chosen" aria-label={words.chosen} aria-live="polite">
      {reading === undefined ? (
        <p class="note">{words.liveHint}</p>
      ) : (
        <>
          <h3>{voice.province(reading.code)}</h3>
          <dl>
            <dt>{words.state}</dt>
            <dd>
              {standingText(voice, reading.standing)}
              {reading.since !== null && <small> {`${words.since} ${voice.numbers.moment(reading.since)}`}</small>}
              {reading.message !== null && <small> {reading.message}</small>}
            </dd>
            <dt>{words.cases}</dt>
            <dd>
              <FigureValue figure={reading.cases} />
            </dd>
            <dt>{words.overdueShare}</dt>
            <dd>
              <FigureValue figure={reading.lateness.share} form="share" />
            </dd>
            <dt>{words.satisfiedShare}</dt>
            <dd>
              <FigureValue figure={reading.satisfaction.share} form="share" />
            </dd>
          </dl>
          <h4>{words.greatestFlows}</h4>
          <ul>
            {flows.map((flow) => (
              <li key={`${flow.from}>${flow.to}`}>
                {`${voice.province(flow.from)} → ${voice.province(flow.to)} `}
                <FigureValue figure={{ kind: 'known', ...flow }} />
              </li>
            ))}
          </ul>
          {flows.length === 0 && <p class="note">{words.noFlows}</p>}
          <button onClick={() => go({ province: undefined })}>{words.letGo}</button>
        </>
      )}
    </aside>
  );
}
