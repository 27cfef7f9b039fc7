import type { Answer } from './client.ts';
import type { MissingFragment, MissingReason } from './gql/graphql.ts';

/** The lines of an answer: those of its data, then one for each null that is explained by an error. */
export function showAnswer<Data>(answer: Answer<Data>, showData: (data: Data) => readonly string[]): readonly string[] {
  switch (answer.kind) {
    case 'answered':
      return [
        ...showData(answer.data),
        ...answer.errors.map(({ path = [], extensions: { code, province = '' } }) =>
          `⚠ ${path.join('.')} 暂缺：${code} ${province}`.trimEnd(),
        ),
      ];
    case 'failed': {
      const wait = answer.retryAfterSeconds > 0 ? `请在 ${answer.retryAfterSeconds} 秒后重试` : '可稍后重试';
      const advice = answer.isRetryable ? wait : '重试无用';
      return [`✗ 没有答复：${answer.code}，${answer.message}（${advice}）`];
    }
  }
}

// A table and not a default text: a new reason is a compile error here, and not a blank on a page.
const REASONS: Readonly<Record<MissingReason, string>> = {
  BEHIND_CURSOR: '已恢复，但之前各页缺少其数据',
  CONTRACT_BREACH: '答复不符合约定',
  DEREGISTERING: '正在退出',
  DISABLED: '已停用',
  FAULT: '作答时出错',
  MAINTENANCE: '维护中',
  NOT_OFFERED: '该省的系统没有这些内容',
  TIMEOUT: '超时',
  UNREACHABLE: '无法连接',
};

/** Who is missing from an answer, and why; whoever shows rows shows this beside them. */
export function showMissing({ exact, asked, missing }: MissingFragment): readonly string[] {
  if (exact) return [`✓ 所询 ${asked.length} 省全部作答`];
  return missing.map(({ province: { nameZh, code }, reason, since }) => {
    return `⚠ 不含${nameZh ?? code}：${REASONS[reason]}${since === null ? '' : `（自 ${since}）`}`;
  });
}

/** For the branch that cannot be: when the schema gets another case, the compiler refuses the call. */
export function refuseUnknown(value: never): never {
  throw new Error(`not known: ${JSON.stringify(value)}`);
}
