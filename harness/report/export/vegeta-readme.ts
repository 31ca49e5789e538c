/** What to do with an export for vegeta. */
import { type LoadExport, TARGETS_FILE } from '../../results/load-export.ts';
import { counted } from '../kit/format.ts';
import { clusterName, loadText, whatText } from './names.ts';
import { AROUND_S, attackCommand } from './vegeta-job.ts';

/** @param job the name of the manifest. */
export function renderVegetaReadme(plan: LoadExport, job: string): string {
  const name = clusterName(plan);
  const byHand = attackCommand(plan, { targets: TARGETS_FILE, results: '.', pod: '$POD' });
  return `# ${whatText(plan)} with vegeta: ${loadText(plan)}

To ${plan.url}, written by \`duet ${plan.command}\`. \`${TARGETS_FILE}\` holds ${counted(plan.targets, 'request')} as they are sent, with what is secret in their headers and bodies: keep it to yourself.

On a cluster with a claim \`duet-results\` (ReadWriteMany), after the image in \`${job}\` is one of yours:

    kubectl create secret generic ${name} --from-file=${TARGETS_FILE}
    kubectl create -f ${job}
    kubectl wait --for=condition=complete --timeout=${plan.durationS + AROUND_S}s job/${name}

Or by hand, in this folder on each of ${counted(plan.pods, 'machine')} at the same time, with POD from 0 to ${plan.pods - 1}:

    POD=0; ${byHand}

\`duet import results-*.bin\` adds up the results of all pods.
`;
}
