import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { EVENT_STREAM } from '../../schema/event-stream.js';
import type { Authenticate } from '../auth/authenticate.js';
import { Fault } from '../errors.js';
import type { Log } from '../../telemetry/log.js';
import type { OperationRequest, RunOperation } from '../operation/run-operation.js';
import { startDeadline } from '../resilience/deadline.js';
import type { ReadAddress } from './client-address.js';
import { chooseType } from './negotiate.js';
import type { AnswerStream } from './answer-stream.js';
import { readBody } from './read-body.js';
import { readRequest, readUrlRequest, type ReadOptions } from './read-request.js';
import { sendResponse } from './send-response.js';
import { createAnswerWriter, writeFault } from './write-response.js';

/** Serves the graph on a bare response of Node, whoever has received its request. Nothing here rejects. */
export interface GraphDoor {
  /** Reads the body and answers it. */
  post(response: ServerResponse): Promise<void>;
  /** Answers a request whose parameters stand in its URL. */
  get(response: ServerResponse, parameters: unknown): Promise<void>;
  /** Says why there is no answer, in the media type that the client takes; a bug is logged. */
  refuse(response: ServerResponse, error: unknown): Promise<void>;
}

export interface GraphDoorOptions extends ReadOptions {
  readonly bodyLimitBytes: number;
  /** How long one operation may take. */
  readonly operationTimeoutMs: number;
  readonly authenticate: Authenticate;
  readonly readAddress: ReadAddress;
  /** Answers those who accept an event stream. */
  readonly answerStream: AnswerStream;
  /** Told of what is refused before, or instead of, an answer. */
  readonly onRefused?: ((fault: Fault) => void) | undefined;
}

/** Creates the door for one way to run operations. */
export function createGraphDoor(options: GraphDoorOptions, runOperation: RunOperation, log: Log): GraphDoor {
  const { authenticate, readAddress, answerStream } = options;
  const writeAnswer = createAnswerWriter();
  const answer = async (response: ServerResponse, request: OperationRequest): Promise<void> => {
    const type = chooseType(response.req.headers.accept);
    if (type === undefined) throw new Fault('NOT_ACCEPTABLE');
    if (type === EVENT_STREAM) {
      await answerStream(response, request);
      return;
    }
    const deadline = startDeadline(options.operationTimeoutMs);
    // It comes when the answer was written too, and then stops nothing.
    response.once('close', () => deadline.cancel());
    await sendResponse(response, writeAnswer(await runOperation(request, deadline), type));
  };
  const refuse = async (response: ServerResponse, error: unknown): Promise<void> => {
    const fault = error instanceof Fault ? error : new Fault('INTERNAL');
    const requestId = randomUUID();
    options.onRefused?.(fault);
    if (fault.code === 'INTERNAL') log.error('request failed', error, { requestId });
    if (response.headersSent) {
      response.destroy(); // half an answer must not look like a whole one
      return;
    }
    // What is left of the body is not read.
    if (!response.req.complete) response.shouldKeepAlive = false;
    const type = chooseType(response.req.headers.accept) ?? 'application/json';
    if (type === EVENT_STREAM) await answerStream.refuse(response, fault, requestId);
    else await sendResponse(response, writeFault(fault, type, requestId));
  };
  return {
    async post(response) {
      try {
        const { req: message } = response;
        const { headers } = message;
        const [body, caller] = [await readBody(message, options.bodyLimitBytes), authenticate(headers.authorization)];
        const known = caller instanceof Promise ? await caller : caller;
        const sender = { headers, caller: known, readAddress: () => readAddress(message) };
        await answer(response, await readRequest(body, sender, options));
      } catch (error) {
        await refuse(response, error);
      }
    },
    async get(response, parameters) {
      try {
        const { req: message } = response;
        const { headers } = message;
        const caller = await authenticate(headers.authorization);
        const sender = { headers, caller, readAddress: () => readAddress(message) };
        await answer(response, await readUrlRequest(parameters, sender, options));
      } catch (error) {
        await refuse(response, error);
      }
    },
    refuse,
  };
}
