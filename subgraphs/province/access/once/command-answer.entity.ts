import { defineEntity, p } from '@mikro-orm/core';
import type { InferKyselyTable } from '@mikro-orm/sql';

/** What a command has led to, so that it happens once however often it is sent. Nobody can read out of it who asked what. */
export const CommandAnswerEntity = defineEntity({
  name: 'CommandAnswer',
  tableName: 'command_answer',
  properties: {
    /** A keyed digest of who asked. */
    caller: p.text().primary(),
    /** A keyed digest of the key that he chose. */
    key: p.text().primary(),
    /** A keyed digest of the command. */
    requestDigest: p.text(),
    /** Id of what it changed or made. */
    subject: p.text(),
    at: p.text(),
  },
});

/** The table of answers, as Kysely sees it. */
export interface CommandAnswerTables {
  command_answer: InferKyselyTable<typeof CommandAnswerEntity>;
}
