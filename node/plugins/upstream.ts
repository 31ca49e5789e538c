/** The client of the external API: bounded connections, bounded time, every call counted. */
import type { FastifyInstance } from 'fastify';
import plugin from 'fastify-plugin';
import { Pool } from 'undici';
import { Problem } from '../problems.ts';
import type { Settings } from '../settings.ts';

declare module 'fastify' {
  interface FastifyInstance {
    upstream: Upstream;
  }
}

/** An idle connection is kept this long. */
export const UPSTREAM_KEEP_ALIVE_MS = 60_000;

/** What the external API knows of a user. */
export interface Detail {
  id: number;
  tier: string;
  credit_cents: number;
}

function isDetail(answer: unknown): answer is Detail {
  const { id, tier, credit_cents: creditCents } = (answer ?? {}) as Partial<Detail>;
  return Number.isSafeInteger(id) && typeof tier === 'string' && Number.isSafeInteger(creditCents);
}

function isDetails(answer: unknown): answer is { details: Detail[] } {
  const { details } = (answer ?? {}) as { details?: unknown };
  return Array.isArray(details) && details.every(isDetail);
}

/** Throws Problem upstream-failed or upstream-timeout, naming the call. */
export class Upstream {
  calls = 0;
  readonly #pool: Pool;
  readonly #prefix: string;
  readonly #timeoutMs: number;

  constructor({ upstreamUrl, upstreamConnections, upstreamTimeoutMs }: Settings) {
    const { origin, pathname } = new URL(upstreamUrl);
    this.#prefix = pathname === '/' ? '' : pathname;
    this.#timeoutMs = upstreamTimeoutMs;
    this.#pool = new Pool(origin, { connections: upstreamConnections, keepAliveTimeout: UPSTREAM_KEEP_ALIVE_MS });
  }

  /** Details of one user, in one call. */
  async detail(id: number): Promise<Detail> {
    const call = `GET /details/${id}`;
    const answer = await this.#request(call, 'GET', `/details/${id}`);
    if (isDetail(answer) && answer.id === id) return answer;
    throw new Problem('upstream-failed', `${call} gave an answer of another shape`);
  }

  /** Details of at most 100 users, in one call and in any order; some may be missing. */
  async details(ids: number[]): Promise<Detail[]> {
    const call = `POST /details:batch for ids ${ids[0]} to ${ids.at(-1)}`;
    const answer = await this.#request(call, 'POST', '/details:batch', JSON.stringify({ ids }));
    if (isDetails(answer)) return answer.details;
    throw new Problem('upstream-failed', `${call} gave an answer of another shape`);
  }

  close(): Promise<void> {
    return this.#pool.destroy();
  }

  async #request(call: string, method: 'GET' | 'POST', path: string, body?: string): Promise<unknown> {
    this.calls++;
    try {
      const headers = body === undefined ? {} : { 'content-type': 'application/json' };
      const response = await this.#pool.request({
        method,
        path: this.#prefix + path,
        headers,
        body: body ?? null,
        // undici's own timeouts have steps of a second; this one also covers the wait for a free connection.
        signal: AbortSignal.timeout(this.#timeoutMs),
      });
      if (response.statusCode !== 200) {
        // An unread body would keep its connection busy.
        await response.body.dump();
        throw new Problem('upstream-failed', `${call} answered ${response.statusCode}`);
      }
      return await response.body.json();
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (error instanceof DOMException && error.name === 'TimeoutError') {
        throw new Problem('upstream-timeout', `${call} took longer than ${this.#timeoutMs} ms`);
      }
      if (error instanceof SyntaxError) {
        throw new Problem('upstream-failed', `${call} gave an answer of another shape`);
      }
      throw new Problem('upstream-failed', `${call} got no answer`);
    }
  }
}

export const upstreamPlugin = plugin(async (app: FastifyInstance) => {
  const upstream = new Upstream(app.settings);
  app.decorate('upstream', upstream);
  app.addHook('onClose', () => upstream.close());
});
