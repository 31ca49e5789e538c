/** What is read of the shape of each pattern, in the order of the report. */
import type { DiffPatternName, Metric, PatternName } from '../../results/schema.ts';

/** More than a pool that is too small has, fewer than the 20 connections that stay open in both stacks. */
export const TOGETHER = 16;

/** With whole numbers. */
const numberFact = (id: string, title: string, better: Metric['better']): Metric => ({
  ...{ id, title, better },
  unit: 'count',
  kind: 'count',
});

/** With classes, the best first. */
const classFact = (id: string, title: string, classes: string[]): Metric => ({
  ...numberFact(id, title, 'lower'),
  classes,
});

export const FACTS: Record<PatternName, readonly Metric[]> = {
  parallel: [
    numberFact('connections_at_once', 'connections that one request uses at once', 'higher'),
    numberFact('waits_in_a_row', 'waits for PostgreSQL in a row, in one request', 'lower'),
  ],
  streaming: [classFact('memory_growth', 'peak memory', ['constant', 'grows with the file'])],
  workers: [
    classFact('event_loop', 'event loop during a report', ['free', 'stalled in part', 'blocked']),
    classFact('light_requests', 'light requests answered during a report', ['most', 'few']),
  ],
  batching: [numberFact('calls_at_once', 'calls of one request to the external API at once', 'higher')],
  pooling: [
    numberFact('connections_at_once', `connections in use at once by ${TOGETHER} slow requests`, 'higher'),
    classFact('opened_when_warm', `new connections when ${TOGETHER} slow requests come again`, ['none', 'some']),
    numberFact('failed_requests', `of ${TOGETHER} slow requests at once, those that failed or timed out`, 'lower'),
  ],
};

/** So many requests of a reader's service are sent at once: more than two or three, fewer than the smallest usual pool. */
export const REQUESTS_TOGETHER = 8;

/**
 * A request of a reader's service. How many connections it uses at once is not among them: of two queries side by side
 * that become one, it would say that something got worse. The waits in a row say of a lost overlap what there is to say.
 */
const REQUEST_FACTS: readonly Metric[] = [
  numberFact('waits_in_a_row', 'waits for PostgreSQL in a row, in one request', 'lower'),
  numberFact('connections_at_once', `connections in use at once by ${REQUESTS_TOGETHER} requests`, 'higher'),
  classFact('opened_when_warm', `new connections when ${REQUESTS_TOGETHER} requests come again`, ['none', 'some']),
  numberFact('failed_requests', `of ${REQUESTS_TOGETHER} requests at once, those that failed`, 'lower'),
];

/** The facts of a pattern in a diff. */
export const factsOf = (pattern: DiffPatternName): readonly Metric[] =>
  pattern === 'request' ? REQUEST_FACTS : FACTS[pattern];
