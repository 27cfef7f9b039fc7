import type { Letter } from '../../exchange/desk.js';
import { isWritten } from '../../shared/written-text.js';
import type { Bureau } from '../bureau.service.js';
import { holdThread, say } from '../course.service.js';
import { COORDINATION } from '../../access/unit.rules.js';
import { SUPERVISOR } from '../coordination.rules.js';
import { bindsText, parseEnded } from './alignment-letters.rules.js';
import { refuseText } from './fits.service.js';
import { findLast } from './proposals.service.js';
import { isSigned } from './sign-text.service.js';
import { endThread, ownIdOf } from './word.service.js';

/** Takes the end of a negotiation from the side that had the word. Gives the rule that refuses it. */
export async function takeEnded(bureau: Bureau, letter: Letter): Promise<string | undefined> {
  const said = parseEnded(letter.payload);
  const thread = said && (await holdThread(bureau, ownIdOf(bureau, said.originId)));
  if (said === undefined || thread === undefined) return 'MALFORMED';
  const { row } = thread;
  if (row.collaboration_no !== letter.collaborationNo || row.holder_province !== letter.from) return 'OUT_OF_TURN';
  const last = await findLast(bureau, row.id);
  if (last === undefined || last.row.hash !== said.hash) return 'ANOTHER_TEXT';
  // Whoever brings a text into force answers for it, also where he says that the state has decided so.
  const isTheirs = said.signature?.province === letter.from && isSigned(bureau.desk, said.hash, said.signature);
  if (bindsText(said) && !isTheirs) return 'NOT_SIGNED';
  const refusal = said.how === 'agree' ? await refuseText(bureau, last.text) : undefined;
  if (refusal !== undefined) return refusal;
  const words = said.sealed === null ? null : await bureau.desk.letters.open(said.sealed, letter);
  if (words === undefined || (words !== null && !isWritten(words))) return 'MALFORMED';
  if (words !== null) {
    const act = said.how === 'decide' ? 'DECISION' : 'ESCALATION';
    const unit = said.how === 'decide' ? SUPERVISOR : COORDINATION;
    await say(bureau, row.id, { act, unit, province: letter.from, text: words });
  }
  return endThread(bureau, thread, { said, from: letter.from, at: letter.at });
}
