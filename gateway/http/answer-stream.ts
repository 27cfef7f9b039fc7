import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { EventWriter, LAST_EVENT_ID, readLastEventId, type EventWriterOptions } from '../../schema/event-stream.js';
import type { Authenticate } from '../auth/authenticate.js';
import { Fault } from '../errors.js';
import type { Log } from '../../telemetry/log.js';
import type { OperationAnswer, OperationRequest } from '../operation/run-operation.js';
import type { RunStream } from '../operation/run-stream.js';
import { securityHeaders } from './security-headers.js';
import { createAnswerWriter, writeFault, type Body } from './write-response.js';

/** Answers a request as GraphQL over SSE has it: `next` with each answer, then `complete`. Nothing here rejects. */
export interface AnswerStream {
  (response: ServerResponse, request: OperationRequest): Promise<void>;
  /**
   * Says why there is no answer, as an answer with errors: browsers tell their pages nothing of a response with another
   * status or type.
   */
  refuse(response: ServerResponse, fault: Fault, requestId: string): Promise<void>;
}

export interface AnswerStreamOptions extends EventWriterOptions {
  /** Given when the server closes; streams end with it. */
  readonly closing: AbortSignal;
  readonly authenticate: Authenticate;
  readonly log: Log;
}

/** Creates what answers by streams. */
export function createAnswerStream(options: AnswerStreamOptions, runStream: RunStream): AnswerStream {
  const { closing, authenticate, log } = options;
  const writeAnswer = createAnswerWriter();
  const textOf = (answer: OperationAnswer): string => toText(writeAnswer(answer, 'application/json').body);
  const open = (response: ServerResponse): EventWriter => new EventWriter(response, options, headersOf(response));
  const complete = async (writer: EventWriter): Promise<void> => {
    await writer.send({ event: 'complete' });
    writer.end();
  };
  const faultText = (fault: Fault, requestId: string): string =>
    toText(writeFault(fault, 'application/json', requestId).body);
  const answerStream = async (response: ServerResponse, request: OperationRequest): Promise<void> => {
    const { headers } = response.req;
    const writer = open(response);
    const signal = AbortSignal.any([writer.gone, closing]);
    const lastEventId = readLastEventId(headers[LAST_EVENT_ID]);
    const authenticateAgain = async (): Promise<OperationRequest['caller']> =>
      await authenticate(headers.authorization);
    try {
      for await (const { id, answer } of runStream({ ...request, lastEventId, authenticateAgain, signal }))
        await writer.send(answer === undefined ? { id } : { event: 'next', id, data: textOf(answer) });
    } catch (error) {
      // What was broken off is no failure.
      if (!signal.aborted) {
        const requestId = randomUUID();
        log.error('stream failed', error, { requestId });
        await writer.send({ event: 'next', data: faultText(new Fault('INTERNAL'), requestId) });
      }
    }
    // Said as an error that is worth another try: the client comes back, to another gateway or to this one.
    if (closing.aborted) await writer.send({ event: 'next', data: faultText(new Fault('NOT_READY'), '') });
    await complete(writer);
  };
  return Object.assign(answerStream, {
    async refuse(response: ServerResponse, fault: Fault, requestId: string) {
      const writer = open(response);
      await writer.send({ event: 'next', data: faultText(fault, requestId) });
      await complete(writer);
    },
  });
}

function headersOf(response: ServerResponse): Record<string, string> {
  const vary = response.getHeader('vary'); // set where pages of other origins may ask
  return { ...securityHeaders, vary: vary === undefined ? 'accept' : `${String(vary)}, accept` };
}

/** A byte text as the text that it stands for. */
function toText(body: Body): string {
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : Buffer.concat(body);
  return bytes.toString('utf8');
}
