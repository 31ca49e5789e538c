/** What the answers of a window were, beside those that were as expected. */
import { type Static, Type } from 'typebox';

/** A kind of requests that were not answered as expected. */
export const AnswerKind = Type.Object({
  problem: Type.String({
    description: 'e.g. wrong-status, wrong-body (the status is fine, and the body is not as --expect says), reset.',
  }),
  status: Type.Optional(Type.Integer({ description: 'Present where the problem is a wrong status.' })),
});

/** How many of a kind there were. Those with the status of a pool timeout are not among them. */
const counts = {
  ...AnswerKind.properties,
  count: Type.Integer({ description: 'Requests.' }),
  after_wait: Type.Union([Type.Integer(), Type.Null()], {
    description:
      'Those that failed when the wait for a connection that the setting allows was over, where the first of a window did so before a second wait was over; null: the service is not told how long to wait.',
  }),
};

/** Such requests of one window. */
export const UnexpectedAnswers = Type.Object({
  ...counts,
  pool_timeouts: Type.Integer({ description: 'How many of them count as timeouts; the others are failures.' }),
});

/** Such requests of all windows together, where they may say that no connection became free in time. */
export const PoolTimeoutAnswers = Type.Object({
  ...counts,
  verdict: Type.Enum(['recognized', 'suspected'], {
    description: 'Those that are recognized count as timeouts, those that are suspected as failures.',
  }),
});

/** What a body is, by how it begins; an `object` and so on of JSON. */
export const BODY_FORMS = ['object', 'array', 'value', 'markup', 'text', 'empty'] as const;

/** How an answer under load differs from all answers of the idle service. */
export const KindDifference = Type.Union([
  Type.Object({
    code: Type.Literal('form'),
    form: Type.Enum([...BODY_FORMS]),
    idle: Type.Array(Type.Enum([...BODY_FORMS])),
  }),
  Type.Object({
    code: Type.Literal('names'),
    added: Type.Array(Type.String(), {
      description: 'At the top of the JSON, with a value; the idle service had none.',
    }),
    missing: Type.Array(Type.String(), { description: 'The idle service had a value there in every answer.' }),
  }),
  Type.Object({
    code: Type.Literal('length'),
    bytes: Type.Integer(),
    least_bytes: Type.Integer({ description: 'The shortest answer of the idle service; most_bytes is the longest.' }),
    most_bytes: Type.Integer(),
  }),
]);

/** Answers of a window that count as served, and are of another kind than those of the idle service. */
export const StrangeAnswers = Type.Object({
  looked_at: Type.Integer({ description: 'A sample.' }),
  strange: Type.Integer(),
  difference: KindDifference,
  answer_example: Type.String(),
});

export type AnswerKind = Static<typeof AnswerKind>;
export type UnexpectedAnswers = Static<typeof UnexpectedAnswers>;
export type PoolTimeoutAnswers = Static<typeof PoolTimeoutAnswers>;
export type BodyForm = (typeof BODY_FORMS)[number];
export type KindDifference = Static<typeof KindDifference>;
export type StrangeAnswers = Static<typeof StrangeAnswers>;
