import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { valueOf } from '../reading/figure.js';
import { markOf } from '../reading/figure-value.js';
import { usePage } from '../reading/page.js';
import { findTile, isArrow, nextTile, type ProvinceTile, provinceTiles } from '../reading/province-tiles.js';
import { Section } from '../reading/section.js';
import { TableBehind } from '../reading/table-behind.js';
import type { ProvinceReading } from '../trends/province-readings.js';
import { ChosenProvince } from './chosen-province.js';
import type { FlowTable } from './flow-table.js';
import { Legend } from './legend.js';
import { shadeBreaks, shadeOf } from './shades.js';
import { standingMarks, standingText } from './standing-marks.js';

interface Props {
  readonly readings: readonly ProvinceReading[];
  readonly table: FlowTable;
}

/** 32 tiles: how each province is by shape and colour, how much it handles by shade and number. */
export function TileGrid({ readings, table }: Props): JSX.Element {
  const { voice, place, go } = usePage();
  const { words } = voice;
  const [reached, reach] = useState(place.province ?? 'NM');
  const grid = useRef<HTMLDivElement>(null);
  const breaks = shadeBreaks(readings.flatMap(({ cases }) => valueOf(cases) ?? []));
  const byCode = new Map(readings.map((reading) => [reading.code, reading]));
  const move = (event: KeyboardEvent): void => {
    const tile = findTile((event.target as HTMLElement).dataset['code'] ?? reached);
    if (tile === undefined || !isArrow(event.key)) return;
    event.preventDefault();
    const { code } = nextTile(tile, event.key);
    reach(code);
    grid.current?.querySelector<HTMLElement>(`[data-code="${code}"]`)?.focus();
  };
  const chosen = byCode.get(place.province ?? '');
  return (
    <Section id="provinces" title="grid" operation="Provinces">
      <p class="note" id="grid-keys">
        {words.gridNote}。{words.gridKeys}
      </p>
      <div class="beside">
        <div
          class="tiles"
          ref={grid}
          role="group"
          aria-labelledby="provinces-title"
          aria-describedby="grid-keys"
          onKeyDown={move}
        >
          {provinceTiles.map((tile) => {
            const reading = byCode.get(tile.code);
            return reading === undefined ? null : (
              <Tile
                key={tile.code}
                {...{ tile, reading, shade: shadeOf(valueOf(reading.cases) ?? 0, breaks) }}
                isChosen={place.province === tile.code}
                isReached={reached === tile.code}
                choose={() => {
                  reach(tile.code);
                  go({ province: place.province === tile.code ? undefined : tile.code });
                }}
              />
            );
          })}
        </div>
        <ChosenProvince reading={chosen} table={table} />
      </div>
      <StandingLegend />
      <Legend breaks={breaks} />
      <TileTable readings={readings} />
    </Section>
  );
}

function StandingLegend(): JSX.Element {
  const { voice } = usePage();
  return (
    <ul class="legend" aria-label={voice.words.state}>
      {Object.entries(standingMarks).map(([standing, mark]) => (
        <li key={standing}>
          <span class="standing-mark" aria-hidden="true">
            {mark}
          </span>
          {standingText(voice, standing as ProvinceReading['standing'])}
        </li>
      ))}
    </ul>
  );
}

function TileTable({ readings }: { readonly readings: readonly ProvinceReading[] }): JSX.Element {
  const { voice } = usePage();
  const { words } = voice;
  return (
    <TableBehind
      caption={words.grid}
      columns={[words.province, words.state, words.cases]}
      rows={() =>
        readings.map(({ code, standing, cases }) => [
          voice.province(code),
          standingText(voice, standing),
          voice.figure(cases),
        ])
      }
    />
  );
}

interface TileProps {
  readonly tile: ProvinceTile;
  readonly reading: ProvinceReading;
  readonly shade: number;
  readonly isChosen: boolean;
  readonly isReached: boolean;
  readonly choose: () => void;
}

function Tile({ tile, reading, shade, isChosen, isReached, choose }: TileProps): JSX.Element {
  const { voice } = usePage();
  const { standing, cases } = reading;
  const value = valueOf(cases);
  const says = [
    voice.province(tile.code),
    standingText(voice, standing),
    `${voice.words.cases} ${voice.figure(cases)}`,
  ];
  return (
    <button
      class={`tile ${markOf(cases)} shade-${shade}`}
      style={{ gridColumn: tile.column + 1, gridRow: tile.row + 1 }}
      data-code={tile.code}
      tabIndex={isReached ? 0 : -1}
      aria-pressed={isChosen}
      title={says.join(' · ')}
      onClick={choose}
    >
      {/* Short signs for the eye, whole words for the ear. */}
      <span class="unseen">{says.join(voice.language === 'zh' ? '，' : ', ')}</span>
      <span class="tile-name" aria-hidden="true">
        <span class="standing-mark">{standingMarks[standing]}</span>
        {voice.short(tile.code)}
      </span>
      <span class="tile-number" aria-hidden="true">
        {value === undefined ? (cases.kind === 'hidden' ? '··' : '—') : voice.numbers.compact(value)}
      </span>
    </button>
  );
}
