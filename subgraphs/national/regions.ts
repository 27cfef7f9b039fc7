/** The clusters in which provinces agree on inter-provincial handling; their members stand in data/provinces.json. */
export const regions = [
  { code: 'JING_JIN_JI', nameZh: '京津冀', nameEn: 'Beijing–Tianjin–Hebei' },
  { code: 'NORTHEAST', nameZh: '东北三省一区', nameEn: 'Northeast with Inner Mongolia' },
  { code: 'YANGTZE_RIVER_DELTA', nameZh: '长三角', nameEn: 'Yangtze River Delta' },
  { code: 'MIDDLE_YANGTZE', nameZh: '长江中游三省', nameEn: 'Middle Yangtze' },
  { code: 'CENTRAL_CHINA', nameZh: '中部六省', nameEn: 'Central China' },
  { code: 'YELLOW_RIVER_BASIN', nameZh: '黄河流域', nameEn: 'Yellow River Basin' },
  { code: 'PAN_PEARL_RIVER_DELTA', nameZh: '泛珠三角', nameEn: 'Pan-Pearl River Delta' },
  {
    code: 'GREATER_BAY_AREA',
    nameZh: '粤港澳大湾区',
    nameEn: 'Guangdong–Hong Kong–Macao Greater Bay Area',
  },
  { code: 'SICHUAN_CHONGQING', nameZh: '川渝', nameEn: 'Sichuan–Chongqing' },
  { code: 'SOUTHWEST_FIVE', nameZh: '西南五省（区、市）', nameEn: 'Southwest' },
  { code: 'NORTHWEST', nameZh: '西北', nameEn: 'Northwest' },
] as const;
