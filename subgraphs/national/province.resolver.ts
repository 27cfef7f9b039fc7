import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { SubgraphError } from '../server/errors.js';
import type { NationalContext } from './context.js';
import { getByKey } from './loaders.js';
import { Province, Region } from './province-type.resolver.js';

/** Provinces, and what belongs to one. */
@Resolver(() => Province)
export class ProvinceResolver {
  @Query(() => [Province], {
    description: '省级行政区，按国家标准顺序。 · The province-level units, in the order of the national standard.',
  })
  async provinces(
    @Ctx() { database }: NationalContext,
    @Arg('codes', () => [ID], {
      nullable: true,
      description:
        '只要这些字母代码；未知代码或空列表报 UNKNOWN_PROVINCE。 · Only these letter codes; an unknown one or an empty list is UNKNOWN_PROVINCE.',
    })
    codes: string[] | null | undefined,
  ): Promise<Province[]> {
    const rows = await database.selectFrom('province').selectAll().orderBy('position').execute();
    if (codes === undefined || codes === null) return rows.map((row) => new Province(row));
    const known = new Set(rows.map(({ code }) => code));
    const unknown = codes.find((code) => !known.has(code));
    if (unknown !== undefined || codes.length === 0) throw new SubgraphError('UNKNOWN_PROVINCE');
    return rows.filter(({ code }) => codes.includes(code)).map((row) => new Province(row));
  }

  @Query(() => Province, {
    nullable: true,
    description: '一个省级行政区；代码未知时为空。 · One unit; null when unknown.',
  })
  async province(
    @Ctx() { loaders }: NationalContext,
    @Arg('code', () => ID, { description: '字母代码，如 GD。 · Letter code, such as GD.' }) code: string,
  ): Promise<Province | undefined> {
    return loaders.province.load(code);
  }

  @FieldResolver(() => [Region], { nullable: true, description: '所属合作区域。 · The clusters that it belongs to.' })
  async regions(@Root() { code }: Province, @Ctx() { loaders }: NationalContext): Promise<Region[]> {
    return loaders.regionsOfProvince.load(code);
  }

  @FieldResolver(() => Region, {
    nullable: true,
    description: '主要合作区域。 · The cluster that it is counted in first.',
  })
  async primaryRegion(@Root() province: Province, @Ctx() { loaders }: NationalContext): Promise<Region> {
    return getByKey(loaders.region, province.primaryRegionCode);
  }

  @FieldResolver(() => Province, {
    nullable: true,
    description:
      '其人口已计入的省级行政区（兵团计入新疆）；求和时不得重复计算。 · The unit whose population already includes this one (XPCC in Xinjiang); never add both.',
  })
  async populationIncludedIn(@Root() { includedInCode }: Province, @Ctx() { loaders }: NationalContext) {
    return includedInCode === null ? null : loaders.province.load(includedInCode);
  }
}

/** Clusters of provinces that cooperate. */
@Resolver(() => Region)
export class RegionResolver {
  @Query(() => [Region], { description: '跨省通办合作区域。 · The clusters of provinces that cooperate.' })
  async regions(@Ctx() { database }: NationalContext): Promise<Region[]> {
    const rows = await database.selectFrom('region').selectAll().orderBy('position').execute();
    return rows.map((row) => new Region(row));
  }

  @FieldResolver(() => [Province], { description: '成员。 · Its members.' })
  async provinces(@Root() { code }: Region, @Ctx() { loaders }: NationalContext): Promise<Province[]> {
    return loaders.provincesOfRegion.load(code);
  }
}
