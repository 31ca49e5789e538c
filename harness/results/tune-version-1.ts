/** tune.json as it was: with sentences where there are codes now. They are kept as they stand. */
import { type Static, Type } from 'typebox';
import { Estimate } from './measures.ts';
import { PoolSetting } from './pool-setting.ts';
import { storedText } from './reason.ts';
import { readingOf, TUNE_SCHEMA_VERSION, TuneCell, TuneResults } from './tune.ts';
import { BOTTLENECKS, type Recommendation } from './tune-advice.ts';

export const RecommendationVersion1 = Type.Object({
  setting: PoolSetting,
  values: Type.Array(
    Type.Object({
      name: Type.String(),
      value: Type.Union([Type.Number(), Type.Boolean(), Type.String()]),
      reason: Type.String(),
    }),
  ),
  arithmetic: Type.String(),
  limited_by_server: Type.Boolean(),
  target_met: Type.Union([Type.Boolean(), Type.Null()]),
  target_verdict: Type.String(),
  bottleneck: Type.Object({ kind: Type.Enum([...BOTTLENECKS]), evidence: Type.String(), advice: Type.String() }),
  snippets: Type.Array(Type.Object({ title: Type.String(), language: Type.String(), code: Type.String() })),
});

const { trust: _unknown, comparisons: _renamed, ...members } = TuneResults.properties;

export const TuneResultsVersion1 = Type.Object({
  ...members,
  schema_version: Type.Literal(1),
  unseen: Type.Array(Type.String()),
  recommendation: Type.Union([RecommendationVersion1, Type.Null()]),
  proofs: Type.Array(
    Type.Object({ rival: Type.String(), cell: TuneCell, p95_ratio: Type.Union([Estimate, Type.Null()]) }),
  ),
});

export type RecommendationVersion1 = Static<typeof RecommendationVersion1>;
export type TuneResultsVersion1 = Static<typeof TuneResultsVersion1>;

/** Without `trust`, which is judged anew from the windows. */
export function fromVersion1({ unseen, recommendation, proofs, ...same }: TuneResultsVersion1): TuneResults {
  return {
    ...same,
    schema_version: TUNE_SCHEMA_VERSION,
    unseen: unseen.map(storedText),
    recommendation: recommendation && recommendationFromVersion1(recommendation),
    comparisons: proofs.map(({ rival, ...comparison }) => ({
      alternative: storedText(rival),
      ...comparison,
      reading: readingOf(comparison.p95_ratio),
    })),
  };
}

export function recommendationFromVersion1(advice: RecommendationVersion1): Recommendation {
  return {
    ...advice,
    values: advice.values.map(({ reason, ...value }) => ({ ...value, reason: storedText(reason) })),
    arithmetic: storedText(advice.arithmetic),
    target_verdict: storedText(advice.target_verdict),
    snippets: advice.snippets.map(({ code, ...snippet }) => ({ ...snippet, code: 'stored', text: code })),
  };
}
