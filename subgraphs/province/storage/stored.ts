/** The row type behind an entity's row: columns with objects hold JSON. */
export type Stored<Row> = {
  [Column in keyof Row]: Row[Column] extends string | number | null ? Row[Column] : JsonOf<Row[Column]>;
};

type JsonOf<Value> = null extends Value ? Json<NonNullable<Value>> | null : Json<Value>;

declare const content: unique symbol;

/** JSON text whose content has the type `Value`. */
export type Json<Value> = string & { readonly [content]?: Value };

/** The content of a JSON column. */
export function fromJson<Value>(json: Json<Value>): Value {
  return JSON.parse(json) as Value;
}

/** A value as a JSON column holds it. */
export function toJson<Value>(value: Value): Json<Value> {
  return JSON.stringify(value);
}
