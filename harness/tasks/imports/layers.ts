/**
 * The direction of imports, as data that harness/tasks/check-imports.ts holds the code to.
 *
 * A table for each folder that has layers: a row names one of its folders, or a file of its own, and what that may
 * import of its neighbours; `.` stands for the files that lie in the folder itself and have no row. A row names only
 * rows above it, so that there can be no circle. What has no row may neither import nor be imported, and a folder of the
 * harness whose folders import each other has a table.
 */
export type Layers = Readonly<Record<string, Readonly<Record<string, string>>>>;

export const LAYERS: Layers = {
  // The top of the repository: the services and the harness meet only in the contract under fixtures/.
  '': { fixtures: '', node: '', python: '', harness: '' },
  harness: {
    '.': '',
    results: '.',
    stats: '. results',
    lab: '. results stats',
    load: '. results stats',
    // Load drivers that others wrote.
    drivers: '. results stats lab load',
    // A service of the reader's: what it is asked, and how it is started.
    service: '. results stats lab load',
    // What load generators on several machines have measured, added up.
    attacks: '. results stats load',
    patterns: '. results stats lab load',
    // What is sent to a reader's service, and measured of it, in place of a pattern.
    requests: '. results stats lab load service patterns',
    // Judging is pure: data in, codes and numbers out.
    compare: '. results stats patterns',
    diff: '. results stats patterns',
    // Sentences and pictures are made here alone. What was judged arrives through results/.
    report: '. results stats patterns',
    protocol: '. results stats lab load service patterns requests diff',
    tune: '. results stats lab load service patterns protocol',
    // Demonstrations of what goes wrong with the patterns.
    traps: '. results stats lab load',
    // The libraries that the patterns can be written with: installed, asked, counted, measured and broken.
    libraries: '. results stats lab load protocol',
    options: '. results stats service patterns diff report tune',
    runs: '. results stats lab load drivers attacks service patterns requests compare diff report protocol tune traps libraries options',
    commands: '. results stats service patterns compare diff report protocol tune traps libraries options runs',
    'command-tree.ts': '. commands',
    'program.ts': '. command-tree.ts',
    'cli.ts': '. program.ts',
    // The repository's own chores, which no command imports.
    tasks:
      '. results stats lab load drivers attacks service patterns requests compare diff report protocol tune traps libraries options runs commands command-tree.ts',
    tests:
      '. results stats lab load drivers attacks service patterns requests compare diff report protocol tune traps libraries options runs commands command-tree.ts program.ts tasks',
  },
  'harness/stats': { '.': '', simulation: '.' },
  'harness/patterns': { '.': '', curves: '.', diff: '.', shape: '.', timelines: '. shape' },
  'harness/diff': { '.': '', baseline: '.', merge: '.' },
  'harness/report': {
    '.': '',
    kit: '',
    interop: 'kit',
    // What other load generators read.
    export: 'kit',
    import: 'kit',
    compare: 'kit interop',
    beside: 'kit compare',
    diff: 'kit interop',
    tune: 'kit',
    baseline: 'kit',
    history: 'kit',
    traps: 'kit',
    libraries: 'kit',
  },
  'harness/report/history': { '.': '', services: '.', 'document.ts': '. services' },
  'harness/report/traps': { words: '', '.': 'words' },
  'harness/report/libraries': {
    words: '',
    findings: 'words',
    tables: 'words findings',
    charts: 'words findings',
    '.': 'words findings tables charts',
  },
  'harness/report/compare': {
    '.': '',
    charts: '.',
    'answer-html.ts': '. charts',
    'cells-html.ts': '. charts',
    'timeline-html.ts': '. charts',
    'pattern-html.ts': '. charts cells-html.ts timeline-html.ts',
    'html.ts': '. answer-html.ts pattern-html.ts',
    'document.ts': '. html.ts',
  },
  'harness/report/tune': {
    advice: '',
    '.': 'advice',
    charts: '.',
    'html.ts': '. charts',
    'document.ts': '. html.ts',
  },
  'harness/protocol': { '.': '', diff: '.' },
  'harness/tune': {
    '.': '',
    search: '.',
    subjects: '.',
    advice: '. search subjects',
    measure: '. search subjects advice',
  },
  'harness/service': { '.': '', detect: '.' },
  'harness/libraries': { '.': '', costs: '.', breaks: '.' },
  'harness/runs': {
    '.': '',
    compare: '.',
    diff: '.',
    init: '.',
    libraries: '.',
    tune: '.',
    'rewrite-reports.ts': '. compare diff tune',
    'lay-beside.ts': '. compare',
  },
  'harness/tests': {
    builders: '',
    servers: '',
    oracle: '',
    readers: '',
    golden: '',
    simulated: 'golden',
    contract: 'builders servers',
    e2e: 'builders golden readers simulated',
    // What no `make test` has time for.
    faults: 'builders servers golden readers e2e',
    package: 'builders e2e',
  },
  'harness/tasks': {
    imports: '',
    faults: '',
    docs: 'imports faults',
    package: 'imports docs',
    '.': 'imports faults docs package',
  },
};

/**
 * What tests may import beside what their folder may, whatever the order: the judging that makes their examples.
 * Every test may also import what lies in its own folder and below, and in harness/tests/.
 */
export const TESTS_TOO: Layers = {
  harness: { report: 'compare diff', protocol: 'compare' },
  'harness/report': { kit: 'compare' },
  'harness/tasks': { faults: 'docs' },
};
