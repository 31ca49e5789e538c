/** Why a trial does not count: the rule that it broke, with what was measured and what the rule allows. */
import { type Static, type TSchema, Type } from 'typebox';

/** The rules by which a trial, or a whole run, loses its say. */
export const RULES = [
  'driver-saturated',
  'driver-late',
  'driver-failed',
  'errors',
  'wrong-answer',
  'process-died',
  'clock-jumped',
  'foreign-cpu',
  'control-moved',
] as const;

export type Rule = (typeof RULES)[number];

const broken = <Name extends Rule, Values extends Record<string, TSchema>>(rule: Name, values: Values) =>
  Type.Object({ rule: Type.Literal(rule), ...values });

const DriverSaturated = broken('driver-saturated', {
  cpu_share: Type.Number({ description: 'A share of one core.' }),
  most_share: Type.Number(),
});
/** What is decided, read from what was measured, and as if the driver had never been held up. */
const Delayed = broken('driver-late', {
  quantile: Type.Number({ description: 'The quantile of the latencies, 0 to 1, that the trial decides.' }),
  measured_ms: Type.Number({ description: 'From when requests were due.' }),
  undelayed_ms: Type.Number({ description: 'Without every delay that may be of the driver.' }),
  most_share: Type.Number({ description: 'That the first may be above the second …' }),
  most_ms: Type.Number({ description: '… or by so much.' }),
});
/** The rule before that one, in older files. */
const SentLate = broken('driver-late', { lag_p99_ms: Type.Number(), most_lag_ms: Type.Number() });
const Dropped = broken('driver-late', { dropped: Type.Integer({ description: 'Too many were under way.' }) });
/** A rule of older files. */
const LateOften = broken('driver-late', {
  late: Type.Integer({ description: 'More than half of the requests.' }),
  requests: Type.Integer(),
  most_lag_ms: Type.Number(),
});
const DriverFailed = broken('driver-failed', {
  driver: Type.String({ description: 'The program that was to drive the load, with its version.' }),
  message: Type.String({ description: 'How it ended, with the end of what it wrote.' }),
});
const RequestsFailed = broken('errors', {
  failed: Type.Integer(),
  requests: Type.Integer(),
  kinds: Type.Record(Type.String(), Type.Integer()),
});
const WrongAnswers = broken('wrong-answer', { wrong: Type.Integer(), requests: Type.Integer() });
const ServiceFailed = Type.Object({
  rule: Type.Enum(['errors', 'wrong-answer']),
  title: Type.String({ description: 'The failure of a request, as the service or its client puts it.' }),
  message: Type.String(),
});
const ProcessDied = broken('process-died', { message: Type.String() });
const ClockJumped = broken('clock-jumped', {
  ahead_ms: Type.Number({ description: 'How far the wall clock ran ahead of the steady clock.' }),
  most_jump_ms: Type.Number(),
});
const ForeignCpu = broken('foreign-cpu', {
  cpu_share: Type.Number({ description: 'A share of one core.' }),
  elapsed_ms: Type.Number(),
  most_share: Type.Number(),
  slack_ms: Type.Number({ description: 'Let pass on top, for the steps of the accounts.' }),
});
const ControlMoved = broken('control-moved', {
  variant: Type.String(),
  metric: Type.String(),
  ratio: Type.Number({ description: 'The ratio of the cell to itself; its interval excludes 1.' }),
});
/** As files written before the values were stored have it. */
const Worded = Type.Object({ rule: Type.Enum([...RULES]), detail: Type.String({ description: 'In words.' }) });

export const Invalidity = Type.Union([
  DriverSaturated,
  Delayed,
  SentLate,
  Dropped,
  LateOften,
  DriverFailed,
  RequestsFailed,
  WrongAnswers,
  ServiceFailed,
  ProcessDied,
  ClockJumped,
  ForeignCpu,
  ControlMoved,
  Worded,
]);

export type Invalidity = Static<typeof Invalidity>;
