/** The bounds by which a run tells whether a trial counts. A report prints them as its run had them. */
import { type Static, Type } from 'typebox';

export const TrialRules = Type.Object({
  driver_cpu_share: Type.Number({ description: 'The share of a core that a closed loop may use.' }),
  driver_lag_p99_ms: Type.Optional(
    Type.Number({
      description: 'By which an open loop could send later than planned. Only in runs before the two below.',
    }),
  ),
  driver_delay_share: Type.Optional(
    Type.Number({ description: 'By which delays of the driver may raise what an open loop decides …' }),
  ),
  driver_delay_ms: Type.Optional(Type.Number({ description: '… or by so much, where that is more.' })),
  clock_jump_ms: Type.Number({ description: 'Either way.' }),
  foreign_cpu_share: Type.Number({ description: 'The share of a core that other processes may use.' }),
  foreign_cpu_slack_ms: Type.Number({ description: 'Let pass on top of that.' }),
});

export type TrialRules = Static<typeof TrialRules>;

/** The rules of every run that was written before rules were recorded. */
export const UNRECORDED_RULES = {
  driver_cpu_share: 0.85,
  driver_lag_p99_ms: 5,
  clock_jump_ms: 50,
  foreign_cpu_share: 0.15,
  foreign_cpu_slack_ms: 60,
} satisfies TrialRules;
