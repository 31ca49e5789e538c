/** What a service needs before it answers a single request, where that is more than one connection. */
import { type Static, Type } from 'typebox';

const connections = Type.Integer({
  minimum: 2,
  description: 'With fewer it does not answer one request; fewer were not searched.',
});

export const LeastPool = Type.Union([
  Type.Object({
    code: Type.Literal('at-once', { description: 'A request waits for a connection while it holds others.' }),
    connections,
    at_once: Type.Integer({ minimum: 2, description: 'That one request holds at the same time.' }),
    held: Type.Integer({ description: 'That are held from the start, whoever asks.' }),
  }),
  Type.Object({
    code: Type.Literal('held', { description: 'From the start, whoever asks: requests share the others.' }),
    connections,
    held: Type.Integer({ minimum: 1 }),
  }),
  Type.Object({ code: Type.Literal('does-not-start', { description: 'With fewer.' }), connections }),
]);

export type LeastPool = Static<typeof LeastPool>;

/**
 * So many requests at the same time never wait for each other for ever: when each holds all of its connections but one,
 * one is left (a pool needs n × (at once − 1) + 1, as HikariCP's "About pool sizing" has it). At least one.
 */
export function neverBlocked(least: LeastPool | undefined, poolSize: number): number {
  if (least?.code !== 'at-once') return Number.POSITIVE_INFINITY;
  return Math.max(1, Math.floor((poolSize - least.held - 1) / (least.at_once - 1)));
}
