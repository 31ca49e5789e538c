/** Every refusal as a problem document (RFC 9457), the same in both services. */
import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply } from 'fastify';
import pg from 'pg';
import { MAX_BODY_BYTES, RULES } from './parameters.ts';
import { PoolTimeoutError } from './plugins/pool.ts';
import { REQUEST_TIMEOUT_MS } from './settings.ts';

const KINDS = {
  'unknown-variant': { status: 404, title: 'Unknown variant' },
  'unknown-user': { status: 404, title: 'Unknown user' },
  'unknown-file': { status: 404, title: 'Unknown file' },
  'not-found': { status: 404, title: 'Not found' },
  'malformed-json': { status: 400, title: 'Malformed JSON' },
  'invalid-request': { status: 422, title: 'Invalid request' },
  'request-timeout': { status: 408, title: 'Request timeout' },
  'body-too-large': { status: 413, title: 'Body too large' },
  'string-too-long': { status: 507, title: 'String too long' },
  'pool-timeout': { status: 503, title: 'No connection became free in time' },
  'database-unavailable': { status: 503, title: 'Database unavailable' },
  'upstream-failed': { status: 502, title: 'External API failed' },
  'upstream-timeout': { status: 504, title: 'External API timed out' },
  internal: { status: 500, title: 'Internal error' },
} as const;

export type Kind = keyof typeof KINDS;

/** A refusal to be thrown from anywhere below a route. `field` names the parameter at fault. */
export class Problem extends Error {
  override name = 'Problem';
  readonly kind: Kind;
  readonly field: string | undefined;
  constructor(kind: Kind, detail: string, field?: string) {
    super(detail);
    this.kind = kind;
    this.field = field;
  }
}

/** Answers every error of `app` with a problem document. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error);
    if (problem.kind === 'internal') request.log.error(error);
    return sendProblem(reply, problem);
  });
}

/** An address that no route serves, or not with this method. */
export function notFound(): Problem {
  return new Problem('not-found', 'no such route, or not with this method');
}

export function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  if (problem.kind === 'pool-timeout') reply.header('retry-after', '1');
  return (
    reply
      .code(KINDS[problem.kind].status)
      .type('application/problem+json')
      // Fastify's own JSON serializer would append a charset, which JSON media types do not have.
      .serializer(JSON.stringify)
      .send(contentOf(problem))
  );
}

/** Answers what is no complete request, which no route sees, and closes the connection. */
export function refuseClient({ code }: { code?: string }, socket: Socket): void {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    const detail = `the request was not complete within ${REQUEST_TIMEOUT_MS} ms`;
    const body = JSON.stringify(contentOf(new Problem('request-timeout', detail)));
    const head = `content-type: application/problem+json\r\ncontent-length: ${body.length}\r\nconnection: close`;
    if (socket.writable) socket.end(`HTTP/1.1 408 Request Timeout\r\n${head}\r\n\r\n${body}`);
  } else if (socket.writable) {
    const status = code === 'HPE_HEADER_OVERFLOW' ? '431 Request Header Fields Too Large' : '400 Bad Request';
    socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`);
  }
  socket.destroySoon();
}

function contentOf(problem: Problem) {
  const { status, title } = KINDS[problem.kind];
  const { kind, message: detail, field } = problem;
  return { type: `urn:duet:problem:${kind}`, title, status, detail, ...(field === undefined ? {} : { field }) };
}

function toProblem(error: FastifyError): Problem {
  if (error instanceof Problem) return error;
  if (error.validation) return invalidValue(error);
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new Problem('malformed-json', 'the body is not JSON');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem('invalid-request', RULES.body);
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem('body-too-large', `the body is larger than ${MAX_BODY_BYTES} bytes`);
    case 'ERR_STRING_TOO_LONG':
      return new Problem('string-too-long', 'the runtime cannot build a string of this length');
  }
  return databaseProblem(error) ?? new Problem('internal', 'the service failed; its log says why');
}

function invalidValue(error: FastifyError): Problem {
  const [first] = error.validation ?? [];
  const { missingProperty, additionalProperty } = first?.params ?? {};
  if (typeof missingProperty === 'string') {
    return new Problem('invalid-request', `${missingProperty} is missing`, missingProperty);
  }
  if (typeof additionalProperty === 'string') {
    return new Problem('invalid-request', `${additionalProperty} is not a known field`, additionalProperty);
  }
  const field = first?.instancePath.slice(1);
  if (!field) return new Problem('invalid-request', RULES.body);
  return new Problem('invalid-request', `${field} ${RULES[field] ?? 'is not valid'}`, field);
}

/** SQLSTATE classes that speak of the connection or the server and not of the statement. */
const UNAVAILABLE = /^(08|28|3D|53|57)/;

function databaseProblem(error: FastifyError): Problem | undefined {
  if (error instanceof PoolTimeoutError) {
    return new Problem('pool-timeout', 'every connection of the pool is in use');
  }
  const lost =
    error instanceof pg.DatabaseError
      ? UNAVAILABLE.test(error.code ?? '')
      : /^(ECONN|EHOST|ENET|ENOTFOUND|EAI_|ETIMEDOUT|EPIPE)/.test(error.code ?? '') ||
        /^(Connection terminated|timeout expired)/.test(error.message);
  return lost ? new Problem('database-unavailable', 'the database does not answer') : undefined;
}
