/**
 * A script of k6 that sends the targets of an export at a constant rate. Runners of k6's operator are segments of one test: each
 * sends its share of the rate, and no iteration has the number of another, so that each line is sent once in turn.
 */
import { type LoadExport, TARGETS_FILE } from '../../results/load-export.ts';
import { whatText } from './names.ts';

/** Users that wait for an answer at the same time: those of answers within 100 ms, and of 1 s at most (Little's law). */
const USERS_FOR_S = { prepared: 0.1, most: 1 };
/** The share of requests that may fail. */
const MOST_FAILED = 0.01;

export function renderK6Script(plan: LoadExport): string {
  const { id, ratePerS, durationS, pods } = plan;
  const users = (seconds: number) => Math.max(pods, Math.ceil(ratePerS * seconds));
  const options = {
    scenarios: {
      load: {
        ...{ executor: 'constant-arrival-rate', rate: ratePerS, timeUnit: '1s', duration: `${durationS}s` },
        ...{ preAllocatedVUs: users(USERS_FOR_S.prepared), maxVUs: users(USERS_FOR_S.most) },
      },
    },
    thresholds: { http_req_failed: [`rate<${MOST_FAILED}`], dropped_iterations: ['count==0'] },
    summaryTrendStats: ['med', 'p(90)', 'p(99)', 'max'],
    ...{ discardResponseBodies: true, maxRedirects: 0, tags: { duet: id } },
  };
  return `// ${whatText(plan)}, export ${id}. README.md has the commands.
import { SharedArray } from 'k6/data';
import { b64decode } from 'k6/encoding';
import exec from 'k6/execution';
import http from 'k6/http';

const targets = new SharedArray('targets', () =>
  open(__ENV.TARGETS || './${TARGETS_FILE}').trim().split('\\n').map((line) => JSON.parse(line)),
);

export const options = ${JSON.stringify(options, null, 2)};

export default function () {
  const { method, url, header = {}, body } = targets[exec.scenario.iterationInTest % targets.length];
  const headers = {};
  for (const name of Object.keys(header)) headers[name] = header[name][0];
  http.request(method, url, body === undefined ? null : b64decode(body, 'std', 's'), {
    headers,
    tags: { name: ${JSON.stringify(whatText(plan))} },
  });
}

export function handleSummary({ metrics }) {
  const values = {};
  for (const name of ['http_reqs', 'http_req_failed', 'http_req_duration', 'dropped_iterations']) {
    if (metrics[name] !== undefined) values[name] = metrics[name].values;
  }
  return { stdout: \`\${JSON.stringify({ duet: ${JSON.stringify(id)}, ...values })}\\n\` };
}
`;
}
