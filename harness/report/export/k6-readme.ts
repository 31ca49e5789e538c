/** What to do with an export for k6. */
import { type LoadExport, TARGETS_FILE } from '../../results/load-export.ts';
import { counted } from '../kit/format.ts';
import { clusterName, loadText, whatText } from './names.ts';

/** @param files the names of the script and of the manifest. */
export function renderK6Readme(plan: LoadExport, files: { script: string; testRun: string }): string {
  const name = clusterName(plan);
  return `# ${whatText(plan)} with k6: ${loadText(plan)}

To ${plan.url}, written by \`duet ${plan.command}\`. \`${TARGETS_FILE}\` holds ${counted(plan.targets, 'request')} as they are sent, with what is secret in their headers and bodies: keep it to yourself.

On a cluster with k6-operator:

    kubectl create secret generic ${name} --from-file=${TARGETS_FILE}
    kubectl create -f ${files.testRun}
    kubectl logs -l k6_cr=${name},runner=true --tail=1

Or from one machine, in this folder: \`k6 run ${files.script}\`

Each runner prints a line with its own numbers. Counts add up; quantiles do not. k6 counts a response time from when it sends, and a request for which no user was free is not sent: \`dropped_iterations\`.
`;
}
