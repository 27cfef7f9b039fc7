/** One entry of a code list. */
export interface CodeListEntry {
  /** Code in the source, null where the list is ours. */
  readonly code: string | null;
  readonly labelZh: string;
  readonly labelEn: string;
}

/** A code list as data; `standard` names its source. */
export interface CodeList {
  readonly name: string;
  readonly labelZh: string;
  readonly labelEn: string;
  readonly standard: string;
  readonly entries: Readonly<Record<string, CodeListEntry>>;
}

/** Makes an entry: code in the source, then what it means in Chinese and in English. */
export const entry = (code: string | null, labelZh: string, labelEn: string): CodeListEntry => ({
  code,
  labelZh,
  labelEn,
});
