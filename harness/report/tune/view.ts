/** What a run of tune shows, as text and in order: Markdown, page and terminal differ only in how they look. */
import type { Recommendation, TuneResults } from '../../results/schema.ts';
import { absentFigures, type Banner, environmentFacts, type Fact } from '../facts.ts';
import type { DataTable } from '../html/tables.ts';
import type { Tone } from '../tone.ts';
import { answerTone, bottleneckTitle, budgetFacts, headline, headlineFacts, templateFacts } from './answer.ts';
import { predictionSection, searchSection } from './course.ts';
import { banners } from './doubts.ts';
import { heatSection } from './heat.ts';
import { runsAsItIs, subjectTitle } from './names.ts';
import { burstSection, loadSection, overloadSection } from './pressure.ts';
import { proofSection } from './proof.ts';
import type { Section } from './section.ts';

export interface TuneView {
  title: string;
  /** "10 connections per process: pool_size 10, ...". */
  headline: string;
  tone: Tone;
  /** Whether the target is met, in words; null without a recommendation. */
  verdict: string | null;
  banners: Banner[];
  facts: Fact[];
  /** Every value with its reason. */
  values: DataTable | null;
  snippets: Recommendation['snippets'];
  arithmetic: string | null;
  budget: Fact[];
  bottleneck: { title: string; evidence: string; advice: string } | null;
  proof: Section | null;
  /** How the recommendation was found, then what it bears. */
  sections: Section[];
  unseen: string[];
  templates: Fact[];
  environment: Fact[];
  absent: string[];
  method: string[];
  repeat: Fact[];
}

export function tuneView(results: TuneResults): TuneView {
  const { recommendation } = results;
  const doubts = banners(results);
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
    headline: headline(results),
    tone: answerTone(results, doubts),
    verdict: recommendation?.target_verdict ?? null,
    banners: doubts,
    facts: headlineFacts(results),
    values: recommendation && valueTable(recommendation, results),
    snippets: recommendation?.snippets ?? [],
    arithmetic: recommendation?.arithmetic ?? null,
    budget: budgetFacts(results),
    bottleneck: recommendation && {
      title: bottleneckTitle(recommendation.bottleneck),
      evidence: recommendation.bottleneck.evidence,
      advice: recommendation.bottleneck.advice,
    },
    proof: proofSection(results),
    sections: sections.filter((section) => section !== null),
    unseen: results.unseen,
    templates: templateFacts(results),
    environment: environmentFacts({ run: results }),
    absent: absentFigures({ run: results }),
    method: methodLines(results),
    repeat: repeatCommands(results),
  };
}

function valueTable({ values }: Recommendation, { subject }: TuneResults): DataTable | null {
  if (values.length === 0) return null;
  const isKnown = subject.kind === 'own' || runsAsItIs(subject);
  return {
    caption: isKnown ? 'The recommended values' : 'The recommended values, as SQLAlchemy and pg call them',
    header: ['name', 'value', 'reason'],
    rows: values.map(({ name, value, reason }) => [name, String(value), reason]),
    numbers: [1],
  };
}

const MEASURING = [
  'Requests are sent at their times whether or not earlier ones were answered (open loop), and latency counts from the intended send: a queue shows in full.',
  'Latencies are of all requests: one that was refused or never answered counts with the time until that was known, and with no less than the wait for a connection that the setting allows.',
];

/** How the numbers came about, in words. */
function methodLines({ subject }: TuneResults): string[] {
  if (runsAsItIs(subject)) return MEASURING;
  const between = subject.kind === 'url' ? 'Between settings the hook ran.' : 'Every setting runs on fresh processes.';
  return [
    ...MEASURING,
    `${between} Windows that are compared have the same arrivals, so that they differ by the setting and little else.`,
    'The search starts where Little’s law and Erlang C predict the size, and looks for the smallest setting whose p95 and timeouts are within the noise of the best. `harness/tune/README.md` has the method and its sources.',
  ];
}

function repeatCommands({ command, seed, id }: TuneResults): Fact[] {
  const seeded = /(^|\s)--seed\b/.test(command) ? '' : ` --seed ${seed}`;
  return [
    ['Tune again', `duet ${command}${seeded}`],
    ['Write these files again', `duet report out/${id}/tune.json`],
  ];
}
