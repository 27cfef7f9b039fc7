/** One of the 32 provinces: its names, and its place in a grid that keeps neighbours together and is no map. */
export interface ProvinceTile {
  /** Letter code, such as GD. */
  readonly code: string;
  /** Short name, such as 广东. */
  readonly zh: string;
  readonly en: string;
  readonly column: number;
  readonly row: number;
}

// Borders of a published map need an approved base map; a grid shows who is beside whom without drawing any.
const GRID = [
  '.    .    .    .    .    .    .    HL',
  'XPCC .    .    .    NM   .    BJ   JL',
  'XJ   GS   NX   SN   SX   HE   TJ   LN',
  'XZ   QH   SC   CQ   HA   SD   JS   SH',
  '.    .    YN   GZ   HB   AH   ZJ   .',
  '.    .    .    GX   HN   JX   FJ   .',
  '.    .    .    HI   GD   .    .    .',
];

// In the order of GB/T 2260, in which lists of provinces are read.
const NAMES: readonly (readonly [code: string, zh: string, en: string])[] = [
  ['BJ', '北京', 'Beijing'],
  ['TJ', '天津', 'Tianjin'],
  ['HE', '河北', 'Hebei'],
  ['SX', '山西', 'Shanxi'],
  ['NM', '内蒙古', 'Inner Mongolia'],
  ['LN', '辽宁', 'Liaoning'],
  ['JL', '吉林', 'Jilin'],
  ['HL', '黑龙江', 'Heilongjiang'],
  ['SH', '上海', 'Shanghai'],
  ['JS', '江苏', 'Jiangsu'],
  ['ZJ', '浙江', 'Zhejiang'],
  ['AH', '安徽', 'Anhui'],
  ['FJ', '福建', 'Fujian'],
  ['JX', '江西', 'Jiangxi'],
  ['SD', '山东', 'Shandong'],
  ['HA', '河南', 'Henan'],
  ['HB', '湖北', 'Hubei'],
  ['HN', '湖南', 'Hunan'],
  ['GD', '广东', 'Guangdong'],
  ['GX', '广西', 'Guangxi'],
  ['HI', '海南', 'Hainan'],
  ['CQ', '重庆', 'Chongqing'],
  ['SC', '四川', 'Sichuan'],
  ['GZ', '贵州', 'Guizhou'],
  ['YN', '云南', 'Yunnan'],
  ['XZ', '西藏', 'Xizang'],
  ['SN', '陕西', 'Shaanxi'],
  ['GS', '甘肃', 'Gansu'],
  ['QH', '青海', 'Qinghai'],
  ['NX', '宁夏', 'Ningxia'],
  ['XJ', '新疆', 'Xinjiang'],
  ['XPCC', '兵团', 'Xinjiang Production and Construction Corps'],
];

const places = new Map(
  GRID.flatMap((line, row) => line.split(/ +/).map((code, column) => [code, { column, row }] as const)).filter(
    ([code]) => code !== '.',
  ),
);

/** All provinces in the order of GB/T 2260. */
export const provinceTiles: readonly ProvinceTile[] = NAMES.map(([code, zh, en]) => {
  const place = places.get(code);
  if (place === undefined) throw new Error(`The grid has no place for ${code}.`);
  return { code, zh, en, ...place };
});

const byCode = new Map(provinceTiles.map((tile) => [tile.code, tile]));

/** The tile of a letter code; undefined for what is no province. */
export const findTile = (code: string): ProvinceTile | undefined => byCode.get(code);

/** The keys that lead from tile to tile. */
export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export const isArrow = (key: string): key is Arrow =>
  key === 'ArrowUp' || key === 'ArrowDown' || key === 'ArrowLeft' || key === 'ArrowRight';

// Away from here along the arrow, and how far off its line.
function ahead(from: ProvinceTile, to: ProvinceTile, arrow: Arrow): { along: number; aside: number } {
  const right = to.column - from.column;
  const down = to.row - from.row;
  switch (arrow) {
    case 'ArrowUp':
      return { along: -down, aside: Math.abs(right) };
    case 'ArrowDown':
      return { along: down, aside: Math.abs(right) };
    case 'ArrowLeft':
      return { along: -right, aside: Math.abs(down) };
    case 'ArrowRight':
      return { along: right, aside: Math.abs(down) };
  }
}

/**
 * Where an arrow key leads: the nearest tile that lies that way, one on the same line before others. The tile itself
 * when nothing lies there.
 */
export function nextTile(from: ProvinceTile, arrow: Arrow): ProvinceTile {
  const farness = (to: ProvinceTile): number => {
    const { along, aside } = ahead(from, to, arrow);
    return along <= 0 ? Number.POSITIVE_INFINITY : along + 3 * aside;
  };
  const nearest = provinceTiles.reduce((best, tile) => (farness(tile) < farness(best) ? tile : best));
  return Number.isFinite(farness(nearest)) ? nearest : from;
}
