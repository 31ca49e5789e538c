/** What a chooser needs to know, in sentences: a headline for every field and stack, and a list of others. */
import type { FieldName } from '../../../results/library-names.ts';
import type { StackName } from '../../../results/names.ts';
import { capital } from '../../kit/format.ts';
import { breakFindings, breakSentence } from './break-findings.ts';
import { causeFindings, firstFinding, mostUnequalCause } from './cause-findings.ts';
import {
  cpuFinding,
  cpuSentence,
  equalFinding,
  frameFinding,
  memorySentence,
  startSentence,
  throughputFinding,
} from './cost-findings.ts';
import { poolFindings } from './pool-findings.ts';
import { type Chosen, type FieldLibraries, isInstalled, isUnlike, ofStack, referenceOf } from './selection.ts';

/** They are about the libraries that are installed and whose answers are those of the others. */
export function stackFindings(field: FieldLibraries, stack: StackName) {
  const installed = ofStack(field, stack).filter(isInstalled);
  const libraries = installed.filter((library) => !isUnlike(library));
  const chosen: Chosen = { ...field, libraries, reference: referenceOf(libraries) };
  const cpu = cpuSentence(chosen);
  const headline = sentences([cpu, SECOND[field.field](chosen, cpu !== null)]);
  const nothing =
    installed.length === 0 ? 'No library could be installed and started.' : 'Nothing was counted or measured.';
  const more = moreFindings(chosen).filter((finding) => !headline.includes(finding));
  // The headline stands on the first screen: what the field costs, and what else differs most.
  return { stack, headline: headline.join(' ') || nothing, more };
}

/** What differs most beside the CPU, by what a field is about. */
const SECOND: Record<FieldName, (chosen: Chosen, isSecond: boolean) => string | null> = {
  database: mostUnequalCause,
  batching: mostUnequalCause,
  streaming: memorySentence,
  workers: (chosen) => breakSentence(chosen, 'worker-dies') ?? startSentence(chosen),
  serving: startSentence,
};

const moreFindings = (chosen: Chosen): string[] =>
  sentences([
    cpuFinding(chosen),
    equalFinding(chosen),
    frameFinding(chosen),
    ...causeFindings(chosen),
    firstFinding(chosen),
    throughputFinding(chosen),
    memorySentence(chosen),
    startSentence(chosen),
    ...poolFindings(chosen),
    ...breakFindings(chosen),
  ]);

/** Each with its capital letter and its full stop; what has nothing to say is left out. */
const sentences = (clauses: readonly (string | null)[]): string[] =>
  clauses.filter((clause) => clause !== null).map((clause) => `${capital(clause)}.`);
