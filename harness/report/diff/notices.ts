/** What a reader must know before the first row, and what stands beside the rows. */
import { isCell } from '../../results/cell-name.ts';
import type { CellName, DiffResults, DiffService } from '../../results/schema.ts';
import { type SideNames, sideNames } from '../../results/side-names.ts';
import { type Banner, bannerOf } from '../kit/facts.ts';
import { counted, listed } from '../kit/format.ts';
import { validityLine, validityReasons } from '../kit/validity.ts';
import { sharesBanner } from './machines.ts';
import { noiseLines } from './noise.ts';
import { cellName } from './rows.ts';
import { distrustText } from './sentences.ts';
import { nounOf } from './side-names.ts';
import { absentLines } from './sides.ts';
import { isWholeCell, oneSidedText, uncomparedBanner, unknownText } from './uncompared.ts';

export function banners(results: DiffResults): Banner[] {
  const all = [
    partial(results),
    sharesBanner(results),
    invalid(results),
    moved(results),
    outOfTime(results),
    uncomparedBanner(results),
  ];
  return all.filter((banner) => banner !== null);
}

function partial({ status, status_reason, trials, run }: DiffResults): Banner | null {
  if (status === 'complete') return null;
  const line = `${status_reason ?? 'It did not finish'}. It rests on ${counted(trials, 'trial')}.`;
  return { kind: 'partial', title: `This ${nounOf(run)} is partial`, lines: [line] };
}

function invalid(results: DiffResults): Banner | null {
  if (results.validity.trustworthy) return null;
  const lines = [
    `${distrustText(results) ?? 'Too many trials are invalid'}. ${validityLine(results) ?? ''}`.trim(),
    ...validityReasons(results, sideNames(results.run)),
  ];
  return { kind: 'failure', title: `Do not trust this ${nounOf(results.run)}`, lines };
}

function moved({ controls, rows }: DiffResults): Banner | null {
  const lines = noiseLines({ controls, rows }, (control) => control.moved);
  return bannerOf('failure', 'The control moved', lines);
}

function outOfTime({ run: { plan } }: DiffResults): Banner | null {
  const names = new Set((plan.out_of_time ?? []).map(cellName));
  const line = `Screening suspected more than the time budget could look at again: ${listed([...names])}.`;
  return bannerOf('partial', 'Suspects without fresh blocks', names.size === 0 ? [] : [line]);
}

const UNSEEN: Record<NonNullable<DiffService['unseen']>, string> = {
  'no-database': 'nothing says that the service has a database (`database` in its config file)',
  'no-proxy': 'no proxy can stand in front of it, because DATABASE_URL is no plain address',
};

/** What else was not compared, and why: nobody would take it for compared. */
export function uncomparedLines({ uncompared = [], run }: DiffResults): string[] {
  const isTold = (cell: CellName) => uncompared.some((one) => isWholeCell(one) && isCell(one, cell));
  const { one_sided, unmeasured = [], shared_database, service } = run;
  return [
    ...absentLines(run.sides),
    ...(service?.unseen === undefined
      ? []
      : [`PostgreSQL: ${UNSEEN[service.unseen]}, so that its work is not counted`]),
    ...one_sided.filter((cell) => !isTold(cell)).map(oneSidedText),
    ...unmeasured.filter((cell) => !isTold(cell)).map(unknownText),
    ...(shared_database === undefined
      ? []
      : [
          `Databases: base and head had the same one, because base could not get its own (${shared_database}); their fixtures/sql are the same`,
        ]),
  ];
}

/** Equal requests that were answered differently: cell, place, both answers. */
export const answerColumns = ({ base, head }: SideNames): string[] => ['cell', 'where', base, head];
export function answerRows({ run }: DiffResults): string[][] {
  const { base } = sideNames(run);
  return run.answers.map((answer) => {
    const path = answer.random ? `${answer.path} (${base} differs from itself there: \`ignore\` it)` : answer.path;
    return [cellName(answer), path, answer.base, answer.head];
  });
}
