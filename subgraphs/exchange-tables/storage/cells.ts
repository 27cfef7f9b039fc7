import { type RawBuilder, sql } from 'kysely';
import type { SqliteFunctions } from '../../server/sqlite-dialect.js';
import * as read from './read-cell.js';

/** A column, or what has been read of one. */
export type Expression = RawBuilder<unknown>;

/** How SQL reads the cells of exchange tables; `null` wherever a cell does not say it. */
export interface Cells {
  /** The bare column as an index of the other system has it. */
  key(column: Expression): Expression;
  text(column: Expression): Expression;
  /** Of a column of that type, when it is known. */
  instant(column: Expression, type?: string): Expression;
  day(column: Expression): Expression;
  whole(column: Expression): Expression;
  fen(column: Expression): Expression;
  codes(column: Expression): Expression;
  localId(column: Expression): Expression;
  /** True where text has somewhere what the pattern says. */
  matches(text: Expression, pattern: string): Expression;
  /** Lets text be compared by code points, which is the order of all provinces. */
  ordered(text: Expression): Expression;
}

/** The functions that {@link embeddedCells} call. */
export const cellFunctions: SqliteFunctions = {
  cell_text: read.readText,
  cell_instant: read.readInstant,
  cell_day: read.readDay,
  cell_whole: read.readWhole,
  cell_fen: read.readFen,
  cell_codes: read.readCodes,
  cell_local_id: read.readLocalId,
  cell_matches: (text, pattern) => Number(new RegExp(String(pattern)).test(String(text))),
};

/** An embedded database calls our functions. */
export const embeddedCells: Cells = {
  key: (column) => column,
  text: (column) => sql`cell_text(cast(${column} as text))`,
  instant: (column) => sql`cell_instant(cast(${column} as text))`,
  day: (column) => sql`cell_day(cast(${column} as text))`,
  whole: (column) => sql`cell_whole(cast(${column} as text))`,
  fen: (column) => sql`cell_fen(cast(${column} as text))`,
  codes: (column) => sql`cell_codes(cast(${column} as text))`,
  localId: (column) => sql`cell_local_id(cast(${column} as text))`,
  matches: (text, pattern) => sql`cell_matches(${text}, ${sql.lit(pattern)})`,
  ordered: (text) => sql`(${text}) collate binary`,
};

/** A server that lets nobody write lets nobody define functions either: there the rules are expressions. */
export const serverCells: Cells = {
  key: asText,
  text: textOf,
  instant: (column, type = '') => nativeTimes[type]?.(column) ?? instantOf(column),
  day: (column) => sql`to_char(rtrim(${instantOf(column)}, 'Z')::timestamp + interval '8 hours', 'YYYY-MM-DD')`,
  whole: (column) => sql`((regexp_match(${textOf(column)}, ${sql.lit(read.WHOLE)}))[1])::integer`,
  fen: fenOf,
  codes: (column) => sql`',' || regexp_replace(${textOf(column)}, ${sql.lit(read.BETWEEN)}, ',', 'g') || ','`,
  localId: localIdOf,
  matches: (text, pattern) => sql`(${text} ~ ${sql.lit(pattern)})`,
  ordered: (text) => sql`(${text}) collate "C"`,
};

// What a server keeps as a time need not be read: that takes a hundredth of the time. Times without a zone are of Beijing.
const nativeTimes: Readonly<Record<string, (column: Expression) => Expression>> = {
  timestamp: (column) => utcText(sql`${column} - interval '8 hours'`, column),
  date: (column) => utcText(sql`${column} - interval '8 hours'`, column),
  timestamptz: (column) => utcText(sql`${column} at time zone 'UTC'`, column),
};

function utcText(time: Expression, column: Expression): Expression {
  const years = sql`extract(year from ${column}) between ${sql.lit(read.FIRST_YEAR)} and ${sql.lit(read.LAST_YEAR)}`;
  return sql`case when isfinite(${column}) and ${years} then to_char(${time}, ${UTC}) end`;
}

function asText(column: Expression): Expression {
  return sql`cast(${column} as text)`;
}

// Columns come with collations of their own, and a server refuses to compare what comes with two.
function textOf(column: Expression): Expression {
  const text = sql`(${asText(column)} collate "C")`;
  return sql`case when ${text} !~ ${sql.lit(read.GARBLED)} then nullif(btrim(${text}, ${sql.lit(read.BLANKS)}), '') end`;
}

/**
 * In steps, each over the columns of the one before; `offset 0` keeps the planner from making them one expression, in which
 * the first would be computed again for each of its uses. Conditions inside each other are for what a server may compute in
 * any order otherwise: there is no 31 April.
 */
function instantOf(column: Expression): Expression {
  const compact = sql.lit(read.COMPACT);
  const spread = sql`case when t ~ ${compact} then substr(t, 1, 4) || '-' || substr(t, 5, 2) || '-' || substr(t, 7, 2)
    || case when length(t) = 8 then '' else ' ' || substr(t, 9, 2) || ':' || substr(t, 11, 2) || ':' || substr(t, 13, 2) end
    else replace(t, 'T', ' ') end`;
  const read1 = sql`select ${spread} as t from (select ${textOf(column)} as t offset 0) as cell offset 0`;
  const read2 = sql`select translate(split_part(t, ' ', 1), '/.年月日', '----') as d,
    translate(ltrim(substr(t, strpos(t || ' ', ' '))), ' ', '') as u from (${read1}) as spread
    where t ~ ${sql.lit(read.TIME.replaceAll('[T ]', '[ ]'))} offset 0`;
  const read3 = sql`select split_part(d, '-', 1)::int as y, split_part(d, '-', 2)::int as mo, split_part(d, '-', 3)::int as da,
    split_part(translate(rtrim(u, 'Z'), '+', '-'), '-', 1) as c, right(u, 1) = 'Z' as is_utc,
    case when strpos(u, '-') > 0 then -1 else 1 end as sign,
    replace(split_part(translate(u, '+', '-'), '-', 2), ':', '') as o from (${read2}) as parts offset 0`;
  const number = (text: Expression): Expression => sql`coalesce(nullif(${text}, ''), '0')::int`;
  const second = sql`split_part(split_part(c, ':', 3), '.', 1)`;
  const read4 = sql`select y, mo, da, ${number(sql`split_part(c, ':', 1)`)} as h, ${number(sql`split_part(c, ':', 2)`)} as mi,
    ${number(second)} as s, rpad(substr(split_part(c, '.', 2), 1, 3), 3, '0')::int as ms, is_utc, sign, o,
    ${number(sql`substr(o, 1, 2)`)} as oh, ${number(sql`substr(o, 3)`)} as om from (${read3}) as numbers offset 0`;
  return sql`(select case when y between ${sql.lit(read.FIRST_YEAR)} and ${sql.lit(read.LAST_YEAR)} and mo between 1 and 12
      and h <= 23 and mi <= 59 and s <= 59 and oh <= 14 and om <= 59 then
    case when da between 1 and extract(day from make_date(y, mo, 1) + interval '1 month - 1 day') then
      to_char(make_timestamp(y, mo, da, h, mi, s)
        + make_interval(secs => ms / 1000.0,
            mins => case when is_utc then 0 when o = '' then -480 else -sign * (oh * 60 + om) end),
        ${UTC}) end end from (${read4}) as clock)`;
}

const UTC = sql.lit('YYYY-MM-DD"T"HH24:MI:SS.MS"Z"');

function fenOf(column: Expression): Expression {
  const text = textOf(column);
  return sql`case when ${text} ~ ${sql.lit(read.FREE)} then 0 else
    (select m[1]::integer * 100 + rpad(coalesce(m[2], ''), 2, '0')::integer
     from (select regexp_match(${text}, ${sql.lit(read.AMOUNT)}) as m offset 0) as parts) end`;
}

function localIdOf(column: Expression): Expression {
  const coded = sql`'x.' || encode(convert_to(parts.t, 'UTF8'), 'hex')`;
  const isPlain = sql`parts.t ~ ${sql.lit(read.PLAIN_ID)} and not starts_with(parts.t, ${sql.lit(read.CODED_ID)})`;
  const fits = sql`length(parts.t) <= ${sql.lit(read.LONGEST_ID)}`;
  return sql`(select case when ${isPlain} then case when ${fits} then parts.t end
    when length(${coded}) <= ${sql.lit(read.LONGEST_ID)} then ${coded} end
    from (select ${textOf(column)} as t offset 0) as parts)`;
}
