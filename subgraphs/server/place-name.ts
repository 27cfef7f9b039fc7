import type { DatabasePlace } from './database.js';

/** Names a database to a person: never with the password. */
export function nameOfPlace(place: DatabasePlace): string {
  if ('file' in place) return place.file;
  const { hostname, port, pathname } = new URL(place.url);
  return `postgresql://${hostname}:${port === '' ? '5432' : port}${pathname} (schema ${place.schema})`;
}
