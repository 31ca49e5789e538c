/**
 * What each consumer of interop/ accepts, after its published source: a reader per format that throws where the consumer
 * would fail, and also where it would go wrong in silence. None of the consumers is an npm or Python package; the version
 * that each reader follows stands beside it.
 */
import { type Static, type TSchema, Type } from 'typebox';
import { Value } from 'typebox/value';

const NonEmpty = Type.String({ minLength: 1 });

const Entries = Type.Array(
  Type.Object(
    {
      name: NonEmpty,
      value: Type.Number(),
      unit: NonEmpty,
      range: Type.Optional(Type.String()),
      extra: Type.Optional(Type.String()),
    },
    { additionalProperties: false },
  ),
  { minItems: 1 },
);

/**
 * github-action-benchmark v1.20: `extractCustomBenchmarkResult` in src/extract.ts takes a list of entries and refuses an
 * empty one; src/write.ts finds the previous entry by its name; src/extractRangeInfo.ts reads "± number" of a range.
 */
export function readGithubActionBenchmark(text: string): Static<typeof Entries> {
  const entries = read(Entries, text);
  refuseRepeated(entries.map(({ name }) => name));
  for (const { name, range } of entries) {
    if (range !== undefined && !Number.isFinite(Number(/^± (\d.*)$/.exec(range)?.[1]))) {
      throw new Error(`${name}: no number in the range ${range}`);
    }
  }
  return entries;
}

const Metrics = Type.Record(
  Type.String({ pattern: '^.{1,1024}$' }),
  // A slug: what is no slug would be a name, and make a second measure beside the built-in one.
  Type.Record(
    Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$' }),
    Type.Object(
      { value: Type.Number(), lower_value: Type.Optional(Type.Number()), upper_value: Type.Optional(Type.Number()) },
      { additionalProperties: false },
    ),
    { additionalProperties: false, minProperties: 1 },
  ),
  { additionalProperties: false, minProperties: 1 },
);

/**
 * Bencher: its schema https://bencher.dev/bmf.json (draft-07) and the limits of its reference page for version 0 of the
 * format, read in 2026: names of benchmarks up to 1,024 characters, of measures up to 64.
 */
export function readBencher(text: string): Static<typeof Metrics> {
  const benchmarks = read(Metrics, text);
  for (const [name, measures] of Object.entries(benchmarks)) {
    if (name.endsWith('-bencher-ignore')) throw new Error(`${name}: Bencher would suppress its alerts`);
    for (const { value, lower_value = value, upper_value = value } of Object.values(measures)) {
      if (lower_value > value || upper_value < value) throw new Error(`${name}: its value is outside of its bounds`);
    }
  }
  return benchmarks;
}

const Exported = Type.Object({
  results: Type.Array(
    Type.Object(
      {
        command: NonEmpty,
        mean: Type.Number(),
        stddev: Type.Union([Type.Number(), Type.Null()]),
        median: Type.Number(),
        user: Type.Number(),
        system: Type.Number(),
        min: Type.Number(),
        max: Type.Number(),
        times: Type.Array(Type.Number(), { minItems: 1 }),
        exit_codes: Type.Array(Type.Union([Type.Integer(), Type.Null()])),
      },
      { additionalProperties: false },
    ),
  ),
});

/**
 * hyperfine 1.20: `BenchmarkResult` in src/benchmark/benchmark_result.rs; its scripts (scripts/plot_whisker.py,
 * scripts/advanced_statistics.py) take `command` and `times` of each result.
 */
export function readHyperfine(text: string): Static<typeof Exported> {
  const exported = read(Exported, text);
  refuseRepeated(exported.results.map(({ command }) => command));
  for (const { command, times, min, median, mean, max, exit_codes } of exported.results) {
    const ordered = min <= Math.min(median, mean) && Math.max(median, mean) <= max;
    if (!ordered || Math.min(...times) !== min || Math.max(...times) !== max) {
      throw new Error(`${command}: its summary is not that of its times`);
    }
    if (exit_codes.length !== times.length) throw new Error(`${command}: not one exit code per run`);
  }
  return exported;
}

function read<Schema extends TSchema>(schema: Schema, text: string): Static<Schema> {
  const value: unknown = JSON.parse(text);
  if (Value.Check(schema, value)) return value as Static<Schema>;
  const [first] = Value.Errors(schema, value);
  throw new Error(`${first?.instancePath || '/'} ${first?.message}`);
}

function refuseRepeated(names: readonly string[]): void {
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`${repeated} is there twice`);
}
