/** What k6's operator for Kubernetes carries out: the script in a ConfigMap, and a TestRun whose runners share the rate. */
import { stringify } from 'yaml';
import { type LoadExport, TARGETS_FILE } from '../../results/load-export.ts';
import { clusterName, loadText, whatText } from './names.ts';

const TARGETS_AT = '/targets';

/** @param script its text, and what the file is called. */
export function renderK6TestRun(plan: LoadExport, script: { name: string; text: string }): string {
  const name = clusterName(plan);
  const configMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name },
    data: { [script.name]: script.text },
  };
  const testRun = {
    apiVersion: 'k6.io/v1alpha1',
    kind: 'TestRun',
    metadata: { name },
    spec: {
      parallelism: plan.pods,
      script: { configMap: { name, file: script.name } },
      // Those that only read the script are given the same.
      runner: {
        env: [{ name: 'TARGETS', value: `${TARGETS_AT}/${TARGETS_FILE}` }],
        resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } },
        volumes: [{ name: 'targets', secret: { secretName: name } }],
        volumeMounts: [{ name: 'targets', mountPath: TARGETS_AT, readOnly: true }],
      },
    },
  };
  const documents = [configMap, testRun].map((one) => stringify(one, { lineWidth: 0 })).join('---\n');
  return `# ${whatText(plan)}: ${loadText(plan)}. README.md has the commands. The requests are in a Secret.\n${documents}`;
}
