/** A query that the playground opens in a tab of its own. The tab carries the name of the operation. */
export interface Example {
  /** Chinese and English, separated by ` · `. */
  readonly title: string;
  /** What the query shows, one line in each language, separated by ` · `. */
  readonly purpose: string;
  readonly query: string;
}

/** What a visitor should see first: one page over all provinces, provinces side by side, and a search with coverage. */
export const examples: readonly Example[] = [
  {
    title: '全国最新办件 · Newest cases of all provinces',
    purpose: '一页跨 32 个省级系统，按提交时间排序 · One page over 32 provincial systems, merged in one order',
    query: `query NewestCases {
  cases(first: 3, orderBy: [SUBMITTED_AT_DESC]) {
    nodes {
      id
      state
      submittedAt
      item { nameZh }
      applicantProvince { nameZh }
    }
    pageInfo { hasNextPage endCursor }
    totalCount
    coverage { exact missing { province { nameZh } reason } }
  }
}`,
  },
  {
    title: '同一事项，各省比较 · One national item, province by province',
    purpose:
      '换领居民身份证：三省的承诺时限与办理方式 · Identity card renewal: promised limits and modes in three provinces',
    query: `query CompareProvinces {
  compareItem(standardItem: "CN:StandardItem:mps-idcard-renew", provinces: ["GD", "SC", "HN"]) {
    standard { nameZh listMembership }
    offeredBy
    shortestPromisedDays
    longestPromisedDays
    implementations {
      province { nameZh }
      mode
      promisedLimit { value unit }
    }
  }
}`,
  },
  {
    title: '全国事项检索，最快的省在前 · Search the items of all provinces, the fastest first',
    purpose: '名称含“户口”的事项按承诺时限排序 · Items on household registration (hukou), by promised limit',
    query: `query SearchItems {
  serviceItems(filter: { text: "户口" }, orderBy: [PROMISED_DAYS_ASC], first: 3) {
    nodes {
      id
      nameZh
      promisedLimit { value unit }
    }
    totalCount
    coverage { exact missing { province { nameZh } reason } }
  }
}`,
  },
];
