/** An Indexed Job of Kubernetes whose pods attack at the same time, each with its share of the rate and of the targets. */
import { stringify } from 'yaml';
import { attackName, podRate } from '../../results/attack-name.ts';
import { type LoadExport, TARGETS_FILE } from '../../results/load-export.ts';
import { clusterName, loadText, whatText } from './names.ts';

/** The variable that an Indexed Job gives to each of its pods. */
const INDEX = '$JOB_COMPLETION_INDEX';
const TARGETS_AT = '/targets';
const RESULTS_AT = '/results';
/** Pods that are up within the same minute begin together, at its end: so often a new one begins, in seconds. */
const BEGINS_EVERY_S = 60;
/** Pulling the image, waiting for the minute, and answers that are late, in seconds. */
export const AROUND_S = 600;

/**
 * The attack of one pod as a command line.
 * @param at where the targets are and the results go, and the variable of a shell that holds the number of the pod.
 */
export function attackCommand(plan: LoadExport, at: { targets: string; results: string; pod: string }): string {
  const { requests, perS } = podRate(plan);
  return [
    `awk "NR % ${plan.pods} == ${at.pod}" ${at.targets} |`,
    `vegeta attack -name "${attackName(plan, at.pod)}" -format json -rate ${requests}/${perS}s -duration ${plan.durationS}s`,
    `-redirects -1 -max-body 0 -output "${at.results}/results-${at.pod}.bin"`,
  ].join(' ');
}

export function renderVegetaJob(plan: LoadExport): string {
  const name = clusterName(plan);
  const attack = attackCommand(plan, { targets: `${TARGETS_AT}/${TARGETS_FILE}`, results: RESULTS_AT, pod: INDEX });
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      completionMode: 'Indexed',
      completions: plan.pods,
      parallelism: plan.pods,
      // A pod that failed would attack alone if it were started again.
      backoffLimit: 0,
      activeDeadlineSeconds: plan.durationS + AROUND_S,
      ttlSecondsAfterFinished: 86_400,
      template: {
        metadata: { labels: { app: name } },
        spec: {
          restartPolicy: 'Never',
          automountServiceAccountToken: false,
          securityContext: { runAsNonRoot: true, runAsUser: 1_000, fsGroup: 1_000 },
          containers: [
            {
              name: 'attack',
              image: 'registry.example/vegeta:12',
              command: ['/bin/sh', '-c'],
              args: [`sleep $((${BEGINS_EVERY_S} - $(date +%s) % ${BEGINS_EVERY_S})); ${attack}`],
              resources: { requests: { cpu: '1', memory: '512Mi' }, limits: { cpu: '1', memory: '512Mi' } },
              volumeMounts: [
                { name: 'targets', mountPath: TARGETS_AT, readOnly: true },
                { name: 'results', mountPath: RESULTS_AT },
              ],
            },
          ],
          volumes: [
            { name: 'targets', secret: { secretName: name } },
            { name: 'results', persistentVolumeClaim: { claimName: 'duet-results' } },
          ],
        },
      },
    },
  };
  return `${HEAD(plan)}${stringify(job, { lineWidth: 0 })}`;
}

const HEAD = (plan: LoadExport) => `# ${whatText(plan)}: ${loadText(plan)}. README.md has the commands.
#
# The image is any with sh, awk, date and vegeta. The volume takes the results of all pods: ReadWriteMany. The requests, with
# their headers, are in a Secret. Pods that are up within the same minute begin together, at its end.
`;
