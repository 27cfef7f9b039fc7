import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLSchema,
  getNullableType,
  isListType,
  isObjectType,
} from 'graphql';
import { asError } from './errors.js';

/**
 * Makes every list field wait for the promises in its list, and turns a rejected one into an Error in its place, which
 * both executors report as the error of that item. Without it graphql-jit 0.8.9 pushes a null for the rejected item
 * behind whatever has arrived by then: the list gets a wrong length, and `_entities` would give a neighbour's entity.
 */
export function settleLists(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      if (isListType(getNullableType(field.type))) settleField(field);
    }
  }
}

function settleField(field: GraphQLField<unknown, unknown>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = (...call) => {
    const result: unknown = resolve(...call);
    return isThenable(result) ? result.then(settle) : settle(result);
  };
}

// A list of plain values stays as it is, without a turn of the event loop.
function settle(list: unknown): unknown {
  if (!Array.isArray(list)) return list;
  const items: readonly unknown[] = list;
  return items.some(isThenable) ? Promise.all(items.map(settleItem)) : items;
}

async function settleItem(item: unknown): Promise<unknown> {
  try {
    return await item;
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(asError(thrown).message, { cause: thrown });
  }
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
