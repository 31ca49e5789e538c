/** The account of a run's own time. */
import { type Static, Type } from 'typebox';

/** Where the time of a run went, in ms. What went on side by side counts once for each. */
export const TimeSpent = Type.Object({
  measuring_ms: Type.Number({
    description: 'The blocks: starts, warm-ups and trials, without those of the best way.',
  }),
  best_ms: Type.Optional(Type.Number({ description: 'The same of the best way of each pattern.' })),
  timelines_ms: Type.Optional(Type.Number({ description: 'Tracing one request of each cell.' })),
  other_ms: Type.Optional(
    Type.Number({
      description:
        'Everything else: set-up, verification, calibration, counting, curves. Absent in a run that was resumed, where nobody knows how long it stood still.',
    }),
  ),
});

export type TimeSpent = Static<typeof TimeSpent>;
