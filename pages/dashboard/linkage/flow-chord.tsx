import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { usePage } from '../reading/page.js';
import { provinceTiles } from '../reading/province-tiles.js';
import { ProvinceSelect } from '../reading/province-select.js';
import { Section } from '../reading/section.js';
import { TableBehind } from '../reading/table-behind.js';
import { layOutChord } from './chord-layout.js';
import { type Flow, type FlowTable, knownFlows } from './flow-table.js';

// All 992 flows at once are a ball of hair.
const FLOWS_SHOWN = 60;
const RADIUS = 150;
const SIZE = 420;

const order = provinceTiles.map(({ code }) => code);

/** The greatest flows, or those of the chosen province, as a circle. */
export function FlowChord({ table }: { readonly table: FlowTable }): JSX.Element {
  const { voice, place, go } = usePage();
  const { words, province } = voice;
  const all = useMemo(() => knownFlows(table, place.province), [table, place.province]);
  const flows = all.slice(0, FLOWS_SHOWN);
  const { arcs, ribbons } = useMemo(() => layOutChord(flows, order, RADIUS), [table, place.province]);
  const summary = summaryOf(voice, place.province, [flows.length, all.length]);
  const hue = (code: string): string => `hsl(${Math.round((order.indexOf(code) * 360) / order.length)} 55% 50%)`;
  return (
    <Section id="chord" title="chord" operation="Flows">
      <ProvinceSelect
        label={words.choose}
        none={words.all}
        value={place.province}
        onChoose={(code) => go({ province: code })}
      />
      <p class="note">{flows.length === 0 ? words.noFlows : summary}</p>
      {flows.length > 0 && (
        <svg
          class="chord"
          role="img"
          aria-label={`${words.chord}: ${summary}`}
          viewBox={`${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}`}
        >
          {ribbons.map(({ flow, path }) => (
            <path key={`${flow.from}>${flow.to}`} class="ribbon" d={path} style={{ fill: hue(flow.from) }}>
              <title>{flowText(voice, flow)}</title>
            </path>
          ))}
          {arcs.map(({ code, path, labelX, labelY, anchor }) => (
            <g key={code}>
              <path d={path} style={{ fill: hue(code) }} />
              <text x={labelX} y={labelY} text-anchor={anchor} dominant-baseline="middle">
                {voice.short(code)}
              </text>
            </g>
          ))}
        </svg>
      )}
      <TableBehind
        caption={`${words.chord}: ${summary}`}
        columns={[words.receiving, words.handling, words.cases]}
        rows={() =>
          flows.map((flow) => [province(flow.from), province(flow.to), voice.figure({ kind: 'known', ...flow })])
        }
      />
    </Section>
  );
}

type Voice = ReturnType<typeof usePage>['voice'];

function flowText({ province, figure }: Voice, flow: Flow): string {
  return `${province(flow.from)} → ${province(flow.to)}: ${figure({ kind: 'known', ...flow })}`;
}

function summaryOf({ language, province }: Voice, chosen: string | undefined, [shown, all]: readonly number[]): string {
  const counts = `${String(shown)} / ${String(all)}`;
  if (language === 'zh') {
    const whose = chosen === undefined ? '各省之间' : province(chosen);
    return `${whose}最大的往来（显示数 / 已公布数：${counts}），箭头指向办理省份`;
  }
  const whose = chosen === undefined ? 'between provinces' : `of ${province(chosen)}`;
  return `the greatest flows ${whose} (shown / published: ${counts}); heads point to who handles`;
}
