/** What a run of tune shows, as text and in order: Markdown, page and terminal differ only in how they look. */
import { connectionsOf, type Recommendation, runsAsItIs, type TuneResults } from '../../results/schema.ts';
import { absentMetrics, environmentFacts, repeatCommands } from '../kit/facts.ts';
import { capacityText } from '../kit/placement.ts';
import type { DataTable } from '../kit/tables.ts';
import { bottleneckText } from './advice/bottleneck.ts';
import { budgetText } from './advice/budget.ts';
import { leastPoolText } from './advice/least-pool.ts';
import { reasonText } from './advice/reason.ts';
import { snippetText } from './advice/snippet.ts';
import { verdictText } from './advice/target.ts';
import { poolTimeoutText } from './advice/unexpected.ts';
import { unseenText } from './advice/unseen.ts';
import { answerTone, budgetFacts, headline, headlineFacts, templateFacts } from './answer.ts';
import { briefLines } from './brief.ts';
import { comparisonSection } from './comparison.ts';
import { predictionSection, searchSection } from './course.ts';
import { heatSection } from './heat.ts';
import { subjectTitle } from './names.ts';
import { burstSection, loadSection, overloadSection } from './other-loads.ts';
import { banners } from './warnings.ts';

export type TuneView = ReturnType<typeof tuneView>;

export function tuneView(results: TuneResults) {
  const { recommendation } = results;
  const warnings = banners(results);
  const sections = [
    predictionSection(results),
    searchSection(results),
    heatSection(results),
    loadSection(results),
    overloadSection(results),
    burstSection(results),
  ];
  return {
    title: `duet tune pool: ${subjectTitle(results.subject)}`,
    /** "10 connections per process: pool_size 10, ...". */
    headline: headline(results),
    /** Below it: what it must handle, and what limits it. */
    brief: briefLines(results),
    tone: answerTone(results, warnings),
    /** Whether the target is met, in words; null without a recommendation. */
    verdict: recommendation && verdictText(recommendation),
    banners: warnings,
    facts: headlineFacts(results),
    /** Every value with its reason. */
    values: recommendation && valueTable(recommendation, results),
    snippets: (recommendation?.snippets ?? []).map((one) => snippetText(one, recommendation?.values ?? [])),
    /** What one request, or the service, needs at least, where that is more than a connection. */
    needs: needsText(results),
    arithmetic: recommendation && budgetText(recommendation.arithmetic),
    budget: budgetFacts(results),
    bottleneck: recommendation && bottleneckText(recommendation.bottleneck),
    comparison: comparisonSection(results),
    /** How the recommendation was found, then what it bears. */
    sections: sections.filter((section) => section !== null),
    unseen: results.unseen.map(unseenText),
    /** What was taken for something that it does not say itself. */
    notes: recognizedTimeouts(results),
    templates: templateFacts(results),
    environment: environmentFacts({ run: results }),
    absent: absentMetrics({ run: results }),
    method: methodLines(results),
    repeat: repeatCommands('Tune again', results, 'tune.json'),
  };
}

function needsText({ least_pool, recommendation }: TuneResults): string | null {
  if (least_pool === undefined) return null;
  return leastPoolText(least_pool, recommendation && connectionsOf(recommendation.setting));
}

function valueTable({ values }: Recommendation, { subject }: TuneResults): DataTable | null {
  if (values.length === 0) return null;
  const isKnown = subject.kind === 'own' || runsAsItIs(subject);
  return {
    caption: isKnown ? 'The recommended values' : 'The recommended values, as SQLAlchemy and pg call them',
    header: ['name', 'value', 'reason'],
    rows: values.map((advised) => [advised.name, String(advised.value), reasonText(advised)]),
    numbers: [1],
  };
}

const recognizedTimeouts = ({ pool_timeout_answers = [] }: TuneResults): string[] =>
  pool_timeout_answers.filter(({ verdict }) => verdict === 'recognized').map(poolTimeoutText);

const MEASURING = [
  'Requests are sent on schedule whether or not earlier ones were answered (open loop), and latency counts from the intended send time, so a queue shows in full.',
  'Latencies cover all requests: one that was refused or never answered counts with the time until that was known, but at least with the wait for a connection that the setting allows.',
];

/** How the numbers came about, in words. */
function methodLines({ subject, environment }: TuneResults): string[] {
  const placed = placeLines({ subject, environment });
  if (runsAsItIs(subject)) return [...MEASURING, ...placed];
  const between = subject.kind === 'url' ? 'The hook ran between settings.' : 'Every setting runs on fresh processes.';
  return [
    ...MEASURING,
    `${between} Windows that are compared have the same arrivals, so that they differ in the setting and in little else.`,
    'The search starts where Little’s law and Erlang C predict the size, and looks for the smallest setting whose p95 and timeouts are within the noise of the best. `harness/tune/README.md` has the method and its sources.',
    ...placed,
  ];
}

/** Which cores the rates that a setting bears belong to. */
function placeLines({ subject, environment }: Pick<TuneResults, 'subject' | 'environment'>): string[] {
  const { placement } = environment;
  if (placement === undefined) return [];
  if (subject.kind === 'own') return [capacityText(environment, { capacity: 'A rate that a setting bears' }) ?? ''];
  const driver =
    placement.rest === null ? 'The driver was not pinned to a core' : `The driver ran on core ${placement.rest}`;
  if (subject.kind === 'url') return [`${driver}; the service ran wherever it was started.`];
  return [
    `${driver}; the service had ${placement.rest === null ? 'all' : 'all other'} cores, and a rate that it bears is that of these.`,
  ];
}
