import { BarChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import { type ECharts, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Scheme } from '../../shared/color-scheme.js';
import type { ChartKind, Series } from './choose-series.js';

use([BarChart, LineChart, ScatterChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer]);

export interface Drawing {
  readonly kind: ChartKind;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly scheme: Scheme;
}

// Hatched: whoever sees the chart sees which bars are only known to be at least as high.
const LOWER_BOUND = {
  symbol: 'rect',
  rotation: Math.PI / 4,
  dashArrayX: [1, 0],
  dashArrayY: [3, 4],
  color: '#ffffff99',
};

/** Draws into an element; whoever asks for it disposes of what is returned. */
export function drawChart(element: HTMLElement, { kind, labels, series, scheme }: Drawing): ECharts {
  const chart = init(element, scheme === 'dark' ? 'dark' : undefined, { renderer: 'svg' });
  chart.setOption({
    backgroundColor: 'transparent',
    animation: false,
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true },
    legend: { type: 'scroll' },
    tooltip: { trigger: kind === 'scatter' ? 'item' : 'axis' },
    xAxis: { type: 'category', data: [...labels] },
    yAxis: { type: 'value' },
    series: series.map(({ name, points }) => ({
      name,
      type: kind,
      // A gap stays a gap.
      connectNulls: false,
      data: points.map(({ value, isLowerBound }) =>
        isLowerBound ? { value, itemStyle: { decal: LOWER_BOUND } } : { value },
      ),
    })),
  });
  return chart;
}
