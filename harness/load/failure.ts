/** Why a request got no answer. Each kind points at a different culprit, so drivers count them apart. */

export const FAILURE_KINDS = ['refused', 'reset', 'cut-off', 'timeout', 'not-http', 'stopped'] as const;

/**
 * - `refused`: no connection could be made.
 * - `reset`: the connection was broken off (TCP reset, broken pipe).
 * - `cut-off`: the server closed the connection in order, before the answer or within it.
 * - `timeout`: the answer was not complete in time.
 * - `not-http`: what came is not an HTTP/1.1 response, or one that nobody asked for.
 * - `stopped`: the client itself was closed or its signal fired; no fault of the server.
 */
export type FailureKind = (typeof FAILURE_KINDS)[number];

export class RequestFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RequestFailure';
    this.kind = kind;
  }
}

/** The kind of what `send` threw. Anything but a RequestFailure is a defect of ours and is thrown on. */
export function failureKind(error: unknown): FailureKind {
  if (error instanceof RequestFailure) return error.kind;
  throw error;
}
